import type { TopicKey } from '@casewire/events';
import type { CatchUpNotes, NotedOffsets } from '@casewire/invocation-ledger';
import { hasPassed, toNoted, type Positions } from './positions.ts';

/** Keeps what is noted, beside earlier notes. */
type Save = (noted: Partial<CatchUpNotes>) => Promise<void>;

/**
 * Proves that an event without an invocation will get none by itself: a replay of what is missing, and a rematch, begin
 * only then. Else the ledger could read the answer to a rematch before the delivery that was merely late, and would send
 * it a second time.
 *
 * 1. It notes the end of `events.v1`. Ingestion stores an event before it produces it, so an event in question may not be
 *    on `accepted.v1` yet; but its record stands below this end.
 * 2. When ingestion has passed that end, it notes the end of `accepted.v1`. Every event in question stands below this end.
 * 3. When matching has passed that end, it notes the ends of `deliveries.v1` and `ordered.v1`: the invocations of all
 *    those events stand below these ends.
 * 4. When the ledger has passed these, it has the invocations.
 *
 * Every note is saved, so that any process can go on.
 */
export class CatchUp {
  readonly #positions: Positions;

  constructor(positions: Positions) {
    this.#positions = positions;
  }

  /**
   * Goes as far as it can go now.
   * @param notes what was noted before
   * @returns whether the ledger has caught up
   */
  async step(notes: CatchUpNotes, save: Save): Promise<boolean> {
    const acceptedEnd = notes.acceptedEnd ?? (await this.#noteAccepted(notes.eventsEnd, save));
    if (acceptedEnd === undefined) return false;
    const ledgerEnds = notes.ledgerEnds ?? (await this.#noteLedgerEnds(acceptedEnd, save));
    if (ledgerEnds === undefined) return false;
    for (const topic of ['deliveries', 'ordered'] as const) {
      const [applied, log] = await Promise.all([this.#positions.applied(topic), this.#positions.log(topic)]);
      if (!hasPassed(ledgerEnds[topic], applied, log)) return false;
    }
    return true;
  }

  async #noteEvents(save: Save): Promise<NotedOffsets> {
    const eventsEnd = toNoted(await this.#positions.end('events'));
    await save({ eventsEnd });
    return eventsEnd;
  }

  /** Undefined while ingestion has not passed the end of `events.v1`. */
  async #noteAccepted(noted: NotedOffsets | null, save: Save): Promise<NotedOffsets | undefined> {
    const eventsEnd = noted ?? (await this.#noteEvents(save));
    if (!(await this.#hasPassed('ingestion', 'events', eventsEnd))) return undefined;
    const acceptedEnd = toNoted(await this.#positions.end('accepted'));
    await save({ acceptedEnd });
    return acceptedEnd;
  }

  /** Undefined while matching has not passed the end of `accepted.v1`. */
  async #noteLedgerEnds(
    acceptedEnd: NotedOffsets,
    save: Save,
  ): Promise<NonNullable<CatchUpNotes['ledgerEnds']> | undefined> {
    if (!(await this.#hasPassed('matching', 'accepted', acceptedEnd))) return undefined;
    const [deliveries, ordered] = await Promise.all([
      this.#positions.end('deliveries'),
      this.#positions.end('ordered'),
    ]);
    const ledgerEnds = { deliveries: toNoted(deliveries), ordered: toNoted(ordered) };
    await save({ ledgerEnds });
    return ledgerEnds;
  }

  async #hasPassed(
    service: 'ingestion' | 'matching',
    topic: TopicKey,
    noted: NotedOffsets,
  ): Promise<boolean> {
    const [committed, log] = await Promise.all([
      this.#positions.committed(service, topic),
      this.#positions.log(topic),
    ]);
    return hasPassed(noted, committed, log);
  }
}

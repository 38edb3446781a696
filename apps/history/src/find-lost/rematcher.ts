import type { Pool } from '@casewire/database';
import { findEvents, findEventsBetween } from '@casewire/event-store';
import { acceptedKey, encodeRematchHeaders, topicName, type AcceptedEvent } from '@casewire/events';
import { closeGap, moveGap, selectGaps, type Gap } from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';

/** Events that are produced before the progress is saved. */
const PAGE = 500;

export interface RematcherOptions {
  readonly pool: Pool;
  readonly producer: { sendAll(records: readonly OutgoingRecord[]): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
}

/**
 * Puts events on `accepted.v1` once more where records that they led to were lost. What matching makes of them comes
 * back on `ordered.v1`, where the ledger takes what it lacks: it knows invocations by ids that follow from the event.
 */
export class Rematcher {
  readonly #options: RematcherOptions;

  constructor(options: RematcherOptions) {
    this.#options = options;
  }

  /** Answers which of the events are still kept. */
  async rematch(uids: readonly string[]): Promise<ReadonlySet<string>> {
    const events = await findEvents(this.#options.pool, uids);
    await this.#produce(events);
    return new Set(events.map(({ uid }) => uid));
  }

  /**
   * Matches again the events of every gap that was noticed before an instant. What was lost at once leaves a gap in each
   * partition, all of the same time: events that several gaps mean are matched again once.
   * @returns how many events
   */
  async closeGaps(noticedBefore: number): Promise<number> {
    let events = 0;
    let reached = '';
    for (const gap of await selectGaps(this.#options.pool, noticedBefore)) {
      events += await this.#close(gap, later(gap.afterUid, reached));
      reached = later(gap.endUid, reached);
    }
    return events;
  }

  async #close(gap: Gap, start: string): Promise<number> {
    const { pool } = this.#options;
    let count = 0;
    for (let after = start; ;) {
      const events = await findEventsBetween(pool, after, gap.endUid, PAGE);
      await this.#produce(events);
      count += events.length;
      const last = events.at(-1);
      if (last === undefined || events.length < PAGE) break;
      after = last.uid;
      await moveGap(pool, gap, after);
    }
    await closeGap(pool, gap);
    return count;
  }

  async #produce(events: readonly AcceptedEvent[]): Promise<void> {
    const topic = topicName(this.#options.prefix, 'accepted');
    await this.#options.producer.sendAll(
      events.map((event) => ({
        topic,
        key: acceptedKey(event.attributes),
        value: event.data,
        headers: encodeRematchHeaders(event),
      })),
    );
  }
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

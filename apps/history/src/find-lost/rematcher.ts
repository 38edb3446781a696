import type { Pool } from '@casewire/database';
import { findEvents, findEventsBetween } from '@casewire/event-store';
import { acceptedKey, encodeRematchHeaders, topicName, type AcceptedEvent } from '@casewire/events';
import { closeGap, moveGap, selectGaps, type Gap } from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';

/** Events of a gap that are produced before the progress is saved. */
const PAGE = 500;

export interface RematcherOptions {
  readonly pool: Pool;
  readonly producer: { sendAll(records: readonly OutgoingRecord[]): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
}

/**
 * Rematches events: puts them on `accepted.v1` once more, because records that they led to were lost. Matching answers
 * on `ordered.v1`, and the ledger takes the invocations that it lacks. It recognises the others, because their ids
 * follow from event and webhook.
 */
export class Rematcher {
  readonly #options: RematcherOptions;

  constructor(options: RematcherOptions) {
    this.#options = options;
  }

  /** Rematches the events that are still kept. @returns their uids */
  async rematch(uids: readonly string[]): Promise<ReadonlySet<string>> {
    const events = await findEvents(this.#options.pool, uids);
    await this.#produce(events);
    return new Set(events.map(({ uid }) => uid));
  }

  /**
   * Rematches the events of every gap that was noticed before an instant. One loss leaves a gap in each partition, all of
   * the same stretch of time: an event in several gaps is rematched once.
   * @param noticedBefore milliseconds since the epoch
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

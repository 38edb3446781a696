import Denque from 'denque';
import type { Load } from '../observers.ts';
import type { ProducerLimits } from './limits.ts';
import type { PendingRecord } from './pending-record.ts';

type BufferLimits = Pick<
  ProducerLimits,
  'maxBufferedRecords' | 'maxBufferedBytes' | 'maxBatchBytes' | 'maxBatchRecords'
>;

/**
 * The producer's buffer: first in, first out, bounded in records and bytes. Records that find no room wait in a line of
 * their own and enter in order, so that none overtakes another.
 */
export class PendingRecords implements Load {
  readonly #limits: BufferLimits;
  /**
   * Buffered, and taken for a request. This is no set, because the tables that a set outgrows keep their records and
   * each other alive until the whole heap is collected.
   */
  #inFlight: PendingRecord[] = [];
  /** Buffered, and not in flight. It may hold records that are settled. */
  readonly #queue = new Denque<PendingRecord>();
  /** Not buffered, because there is no room. It may hold records that are settled. */
  readonly #waiting = new Denque<PendingRecord>();
  #records = 0;
  #bytes = 0;

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  /** Buffered or in flight. */
  get records(): number {
    return this.#records;
  }

  /** Of these records. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a record if there is room and no other record waits for it. */
  offer(record: PendingRecord): boolean {
    if (this.#waiting.length > 0 || !this.#hasRoom) return false;
    this.#enter(record);
    return true;
  }

  /** Takes a record when there is room for it. */
  await(record: PendingRecord): void {
    this.#waiting.push(record);
  }

  /** All records that are not settled, in the order of arrival. */
  all(): PendingRecord[] {
    const all = [...this.#inFlight, ...this.#queue.toArray(), ...this.#waiting.toArray()];
    return all.filter(({ isSettled }) => !isSettled);
  }

  /** The oldest records that fit one request, at least one if there is any. */
  takeRequest(): PendingRecord[] {
    const { maxBatchBytes, maxBatchRecords } = this.#limits;
    const taken: PendingRecord[] = [];
    let bytes = 0;
    for (let record = this.#queue.peekFront(); record !== undefined; record = this.#queue.peekFront()) {
      const isFull = bytes + record.bytes > maxBatchBytes || taken.length >= maxBatchRecords;
      if (taken.length > 0 && isFull) break;
      this.#queue.shift();
      if (record.isSettled) continue;
      taken.push(record);
      bytes += record.bytes;
    }
    this.#inFlight.push(...taken);
    return taken;
  }

  acknowledge(records: readonly PendingRecord[]): void {
    for (const record of records) record.resolve();
    this.#forget(records);
  }

  reject(records: readonly PendingRecord[], error: Error): void {
    for (const record of records) record.reject(error);
    this.#forget(records);
  }

  /** Rejects what is older than its deadline. @returns how many records */
  expire(now: number, error: Error): number {
    const expired = this.all().filter(({ deadline }) => deadline <= now);
    this.reject(expired, error);
    return expired.length;
  }

  get #hasRoom(): boolean {
    const { maxBufferedRecords, maxBufferedBytes } = this.#limits;
    return this.#records < maxBufferedRecords && this.#bytes < maxBufferedBytes;
  }

  #enter(record: PendingRecord): void {
    this.#queue.push(record);
    record.isBuffered = true;
    this.#records += 1;
    this.#bytes += record.bytes;
  }

  #forget(records: readonly PendingRecord[]): void {
    for (const record of records) {
      if (!record.isBuffered) continue;
      record.isBuffered = false;
      this.#records -= 1;
      this.#bytes -= record.bytes;
    }
    this.#inFlight = this.#inFlight.filter(({ isBuffered }) => isBuffered);
    while (this.#hasRoom) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (!next.isSettled) this.#enter(next);
    }
  }
}

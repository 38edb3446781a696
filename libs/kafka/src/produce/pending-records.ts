import { Fifo } from '../consume/fifo.ts';
import type { ProducerLimits } from './limits.ts';
import type { PendingRecord } from './pending-record.ts';

type BufferLimits = Pick<
  ProducerLimits,
  'maxBufferedRecords' | 'maxBufferedBytes' | 'maxBatchBytes' | 'maxBatchRecords'
>;

/**
 * The producer's buffer: first in, first out, bounded in records and bytes. Who has to wait for room stands in a line
 * of its own and enters in order: nobody overtakes.
 */
export class PendingRecords {
  readonly #limits: BufferLimits;
  readonly #onChange: (load: { records: number; bytes: number }) => void;
  /** Buffered and not settled, in the order of arrival; those in flight stand first. */
  readonly #buffered = new Set<PendingRecord>();
  /** Buffered, and not in flight. May hold settled ones. */
  readonly #queue = new Fifo<PendingRecord>();
  readonly #waiting = new Fifo<PendingRecord>();
  #bytes = 0;

  constructor(limits: BufferLimits, onChange: (load: { records: number; bytes: number }) => void) {
    this.#limits = limits;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#buffered.size;
  }

  /** Takes a record if there is room, and nobody waits for it. */
  offer(record: PendingRecord): boolean {
    if (this.#waiting.size > 0 || !this.#hasRoom) return false;
    this.#enter(record);
    this.#report();
    return true;
  }

  /** Takes a record as soon as there is room. */
  await(record: PendingRecord): void {
    this.#waiting.push(record);
  }

  /** Everything that is not settled, in the order of arrival. */
  all(): PendingRecord[] {
    return [...this.#buffered, ...this.#waiting.toArray()];
  }

  /** The oldest records that fit one request, at least one if there is any. */
  takeRequest(): PendingRecord[] {
    const { maxBatchBytes, maxBatchRecords } = this.#limits;
    const taken: PendingRecord[] = [];
    let bytes = 0;
    for (let record = this.#queue.peek(); record !== undefined; record = this.#queue.peek()) {
      const isFull = bytes + record.bytes > maxBatchBytes || taken.length >= maxBatchRecords;
      if (taken.length > 0 && isFull) break;
      this.#queue.shift();
      if (record.isSettled) continue;
      taken.push(record);
      bytes += record.bytes;
    }
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

  /** Rejects what is older than its deadline. */
  expire(now: number, error: Error): void {
    this.reject(
      this.all().filter(({ deadline }) => deadline <= now),
      error,
    );
  }

  get #hasRoom(): boolean {
    const { maxBufferedRecords, maxBufferedBytes } = this.#limits;
    return this.#buffered.size < maxBufferedRecords && this.#bytes < maxBufferedBytes;
  }

  #enter(record: PendingRecord): void {
    this.#buffered.add(record);
    this.#queue.push(record);
    this.#bytes += record.bytes;
  }

  #forget(records: readonly PendingRecord[]): void {
    for (const record of records) {
      if (this.#buffered.delete(record)) this.#bytes -= record.bytes;
    }
    while (this.#hasRoom) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (!next.isSettled) this.#enter(next);
    }
    this.#report();
  }

  #report(): void {
    this.#onChange({ records: this.#buffered.size, bytes: this.#bytes });
  }
}

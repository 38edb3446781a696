import type { OutgoingRecord } from '../record.ts';
import type { ProducerLimits } from './limits.ts';

/** Key, headers and framing of a record, roughly. */
const OVERHEAD_BYTES = 100;

/** A record that was handed to the producer and is not settled yet. */
export class PendingRecord {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  /** Milliseconds since the epoch: later it is given up. */
  readonly deadline: number;
  readonly settled: Promise<void>;
  readonly #settle: PromiseWithResolvers<void>;
  #isSettled = false;

  constructor(record: OutgoingRecord, deadline: number) {
    this.record = record;
    this.deadline = deadline;
    this.bytes = sizeOf(record);
    this.#settle = Promise.withResolvers<void>();
    this.settled = this.#settle.promise;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  resolve(): void {
    this.#isSettled = true;
    this.#settle.resolve();
  }

  reject(error: Error): void {
    this.#isSettled = true;
    this.#settle.reject(error);
  }
}

/** The producer's buffer: first in, first out, bounded in records and bytes. */
export class PendingRecords {
  readonly #limits: ProducerLimits;
  readonly #onChange: (load: { records: number; bytes: number }) => void;
  /** Not settled, in the order of arrival; those in flight stand first. */
  readonly #records = new Set<PendingRecord>();
  #queue: PendingRecord[] = [];
  #bytes = 0;
  #room: PromiseWithResolvers<void> | undefined;

  constructor(limits: ProducerLimits, onChange: (load: { records: number; bytes: number }) => void) {
    this.#limits = limits;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#records.size;
  }

  get hasRoom(): boolean {
    return (
      this.#records.size < this.#limits.maxBufferedRecords && this.#bytes < this.#limits.maxBufferedBytes
    );
  }

  /** Resolves when something was settled. */
  room(): Promise<void> {
    this.#room ??= Promise.withResolvers<void>();
    return this.#room.promise;
  }

  all(): PendingRecord[] {
    return [...this.#records];
  }

  add(record: PendingRecord): void {
    this.#records.add(record);
    this.#queue.push(record);
    this.#bytes += record.bytes;
    this.#onChange({ records: this.#records.size, bytes: this.#bytes });
  }

  /** The oldest records that fit one request, at least one if there is any. */
  takeRequest(): PendingRecord[] {
    let bytes = 0;
    let count = 0;
    for (const record of this.#queue) {
      bytes += record.bytes;
      if (count > 0 && bytes > this.#limits.maxBatchBytes) break;
      count += 1;
    }
    const taken = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
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

  rejectAll(error: Error): void {
    this.reject(this.all(), error);
  }

  /** Rejects what is older than its deadline. */
  expire(now: number, error: Error): void {
    this.reject(
      this.all().filter(({ deadline }) => deadline <= now),
      error,
    );
  }

  #forget(records: readonly PendingRecord[]): void {
    for (const record of records) {
      if (this.#records.delete(record)) this.#bytes -= record.bytes;
    }
    if (this.#queue.some(({ isSettled }) => isSettled))
      this.#queue = this.#queue.filter(({ isSettled }) => !isSettled);
    this.#room?.resolve();
    this.#room = undefined;
    this.#onChange({ records: this.#records.size, bytes: this.#bytes });
  }
}

function sizeOf({ key, value, headers = {} }: OutgoingRecord): number {
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) bytes += name.length + text.length;
  return bytes;
}

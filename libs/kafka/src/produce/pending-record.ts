import type { OutgoingRecord } from '../record.ts';

/** Framing of a record, roughly. */
const OVERHEAD_BYTES = 100;

/** A record that was handed to the producer and is not settled yet. */
export class PendingRecord {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  /** When it is given up, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Resolves when the broker has it. */
  readonly settled: Promise<void>;
  /** Whether it takes up room in the buffer. */
  isBuffered = false;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #isSettled = false;

  constructor(record: OutgoingRecord, deadline: number) {
    this.record = record;
    this.deadline = deadline;
    this.bytes = sizeOf(record);
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  resolve(): void {
    this.#isSettled = true;
    this.#resolve();
  }

  reject(error: Error): void {
    this.#isSettled = true;
    this.#reject(error);
  }
}

function sizeOf({ key, value, headers = {} }: OutgoingRecord): number {
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) bytes += name.length + text.length;
  return bytes;
}

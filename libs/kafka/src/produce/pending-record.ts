import type { OutgoingRecord } from '../record.ts';

/** Framing of a record, roughly. */
const OVERHEAD_BYTES = 100;

export interface SendOptions {
  /**
   * Whether the record is still to be sent. While it is, no deadline ends it: it keeps its place until the broker has
   * it. A record that is not wanted when its turn comes is given up. Default: wanted until its deadline.
   */
  readonly isWanted?: () => boolean;
  /**
   * How long the sender waits for an answer at most. What a broker may have by then stays on its way, so a record that is
   * sent again may be on its topic twice. Default: as long as it takes.
   */
  readonly answerWithinMs?: number;
}

/** A record that was handed to the producer and is not settled yet. */
export class PendingRecord {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  /** When it is given up unless it was sent, by `performance.now()`. */
  deadline: number;
  readonly isWanted: (() => boolean) | undefined;
  /** Resolves when the broker has it. */
  readonly settled: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(record: OutgoingRecord, deadline: number, isWanted?: () => boolean) {
    this.record = record;
    this.deadline = deadline;
    this.isWanted = isWanted;
    this.bytes = sizeOf(record);
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(): void {
    this.#resolve();
  }

  reject(error: Error): void {
    this.#reject(error);
  }
}

function sizeOf({ key, value, headers = {} }: OutgoingRecord): number {
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0);
  return bytes;
}

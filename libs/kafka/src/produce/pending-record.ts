import type { OutgoingRecord } from '../record.ts';
import type { ProducerShare } from './producer-share.ts';

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
  /** Who sends it. */
  readonly share: ProducerShare;
  readonly bytes: number;
  /** When it is given up unless it was sent, by `performance.now()`. */
  deadline: number;
  isWanted: (() => boolean) | undefined;
  /** Resolves when the broker has it. */
  readonly settled: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  /** @param now by `performance.now()` */
  constructor(record: OutgoingRecord, share: ProducerShare, now: number, isWanted?: () => boolean) {
    this.record = record;
    this.share = share;
    this.deadline = now + share.limits.deliveryTimeoutMs;
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

  /** Rejects it while it may be on its way. If it comes back, it is not sent again. */
  abandon(error: Error): void {
    this.isWanted = () => false;
    this.#reject(error);
  }
}

function sizeOf({ key, value, headers = {} }: OutgoingRecord): number {
  let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0);
  return bytes;
}

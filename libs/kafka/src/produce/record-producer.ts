import type { Load, ProducerObserver } from '../observers.ts';
import type { OutgoingRecord } from '../record.ts';
import { within } from '../within.ts';
import type { ShareLimits } from './limits.ts';
import { PendingRecord, type SendOptions } from './pending-record.ts';
import { ProducerStoppedError, ProduceUnansweredError } from './produce-errors.ts';
import type { ProducerShare } from './producer-share.ts';
import { SharedProducer, type SharedProducerOptions } from './shared-producer.ts';

interface UserOptions {
  readonly observer?: ProducerObserver;
  readonly limits?: Partial<ShareLimits>;
}

/** Either the producer to share, or how to make one that nobody else uses. */
export type RecordProducerOptions =
  (UserOptions & { readonly shared: SharedProducer }) | (UserOptions & SharedProducerOptions);

/** Sends records to their topics, in batches, each once: see `SharedProducer`. */
export class RecordProducer {
  readonly #shared: SharedProducer;
  readonly #isOwner: boolean;
  readonly #share: ProducerShare;
  #isStopped = false;

  constructor(options: RecordProducerOptions) {
    const { observer = {}, limits = {} } = options;
    this.#isOwner = !('shared' in options);
    this.#shared = 'shared' in options ? options.shared : new SharedProducer(options);
    this.#share = this.#shared.open(limits, observer);
  }

  /** Whether brokers can be reached. Single partitions may still take no records. */
  get ready(): boolean {
    return this.#shared.ready;
  }

  /** What was sent here and is neither acknowledged nor given up, within the limits of the buffer. */
  get buffered(): Load {
    return this.#share;
  }

  /** Connects in the background, trying for ever; returns at once. */
  start(): void {
    this.#shared.start();
  }

  /**
   * Resolves when all in-sync replicas have the record. Once a broker may have appended it, this waits for the broker,
   * however long that takes.
   * @throws ProduceTimeoutError, RecordTooLargeError, RecordUnwantedError: the record is not on its topic
   * @throws ProducerStoppedError, ProduceUnansweredError: it may be there, or come to be
   */
  async send(record: OutgoingRecord, { isWanted, answerWithinMs }: SendOptions = {}): Promise<void> {
    if (this.#isStopped) throw new ProducerStoppedError('the producer is stopped');
    const pending = new PendingRecord(record, this.#share, performance.now(), isWanted);
    this.#shared.send(pending);
    return answerWithinMs === undefined ? pending.settled : answered(pending.settled, answerWithinMs);
  }

  /** Sends each. When all are settled, rejects with the first failure if there is one. */
  async sendAll(records: readonly OutgoingRecord[], options?: SendOptions): Promise<void> {
    const results = await Promise.allSettled(records.map((record) => this.send(record, options)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Resolves when everything that was sent here before the call is settled. */
  flush(): Promise<void> {
    return this.#shared.flush(this.#share);
  }

  /**
   * Flushes for `deadlineMs` at most (default 5,000), and rejects the rest with `ProducerStoppedError`. Disconnects,
   * unless the producer is shared.
   */
  async stop(deadlineMs = 5_000): Promise<void> {
    await within(deadlineMs, this.flush());
    this.#isStopped = true;
    this.#shared.close(this.#share, new ProducerStoppedError('the producer was stopped'));
    if (this.#isOwner) await this.#shared.stop();
  }
}

async function answered(settled: Promise<void>, withinMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new ProduceUnansweredError('the broker has not answered for the record in time'));
  }, withinMs);
  try {
    await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}

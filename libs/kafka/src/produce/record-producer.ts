import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ProducerObserver } from '../observers.ts';
import type { OutgoingRecord } from '../record.ts';
import type { ProducerLimits } from './limits.ts';

export interface RecordProducerOptions {
  readonly connection: KafkaConnection;
  readonly logger: KafkaLogger;
  readonly observer?: ProducerObserver;
  readonly limits?: Partial<ProducerLimits>;
}

/** Micro-batched producer with acks=all: whatever arrived while the last request was in flight goes with the next. */
export class RecordProducer {
  readonly #options: RecordProducerOptions;

  constructor(options: RecordProducerOptions) {
    this.#options = options;
  }

  /** Connected, and the last request did not fail. */
  get ready(): boolean {
    return false;
  }

  /** Connects in the background and for ever; resolves at once. */
  start(): void {
    throw new Error(`not yet: ${this.#options.connection.clientId}`);
  }

  /**
   * Resolves when all in-sync replicas have the record.
   * @throws BufferFullError, ProduceTimeoutError, RecordTooLargeError, ProducerStoppedError
   */
  send(record: OutgoingRecord): Promise<void> {
    return Promise.reject(new Error(`not yet: ${record.topic}`));
  }

  /** `send` for each; rejects with the first failure, when all are settled. */
  async sendAll(records: readonly OutgoingRecord[]): Promise<void> {
    await Promise.all(records.map((record) => this.send(record)));
  }

  /** Resolves when everything buffered before the call is settled. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  /** Flushes within `deadlineMs` (default 5,000), rejects the rest with `ProducerStoppedError`, disconnects. */
  stop(deadlineMs = 5_000): Promise<void> {
    return Promise.reject(new Error(`not yet: ${deadlineMs}`));
  }
}

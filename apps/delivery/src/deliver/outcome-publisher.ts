import { setTimeout as delay } from 'node:timers/promises';
import { encodeReleaseOutcome, topicName, type ReleaseOutcome } from '@casewire/events';
import type { OutgoingRecord } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';

/** Produces one record; resolves when the brokers have it. */
export interface RecordSink {
  send(record: OutgoingRecord): Promise<void>;
}

const RETRY_PAUSE_MS = 500;

/**
 * Puts what became of a release on `attempts`. While Kafka is away it goes on trying: a release that is given up would be
 * sent again, only because its outcome could not be written.
 */
export class OutcomePublisher {
  readonly #sink: RecordSink;
  readonly #topic: string;
  readonly #logger: Logger;

  constructor(sink: RecordSink, topicPrefix: string, logger: Logger) {
    this.#sink = sink;
    this.#topic = topicName(topicPrefix, 'attempts');
    this.#logger = logger;
  }

  /**
   * Resolves when the record is acknowledged.
   * @param signal aborted when the process closes: then the first failure counts
   * @throws what the sink throws, where trying again does not help
   */
  async publish(outcome: ReleaseOutcome, signal: AbortSignal): Promise<void> {
    const record = {
      topic: this.#topic,
      key: outcome.delivery.webhookId,
      value: encodeReleaseOutcome(outcome),
    };
    for (;;) {
      try {
        await this.#sink.send(record);
        return;
      } catch (error) {
        if (signal.aborted || !isRetriable(error)) throw error;
        const { invocationId, release } = outcome.delivery;
        this.#logger.warn({ invocationId, release, error }, 'outcome not written yet');
        await delay(RETRY_PAUSE_MS);
      }
    }
  }
}

function isRetriable(error: unknown): boolean {
  return !(error instanceof Error && 'retriable' in error && error.retriable === false);
}

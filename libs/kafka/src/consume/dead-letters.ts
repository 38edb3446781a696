import { backoffMs } from '../backoff.ts';
import type { DeadLetterProducer, Rejection } from '../dead-letter/dead-letter-record.ts';
import { sendDeadLetter } from '../dead-letter/send-dead-letter.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import type { ConsumerLimits } from './limits.ts';
import type { Entry } from './partition-state.ts';

export interface DeadLettersOptions {
  /** Prefix of topic names. */
  readonly prefix: string;
  readonly producer: DeadLetterProducer;
  readonly limits: Pick<ConsumerLimits, 'retryInitialMs' | 'retryMaxMs'>;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly closing: AbortSignal;
}

/** Puts records that can never be handled on the rejected topic. */
export class DeadLetters {
  readonly #options: DeadLettersOptions;

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  /**
   * Puts an entry's record on the rejected topic, trying again until the broker has it. Resolves to false if before
   * that the partition is lost or the consumer closes: the partition's next owner gets the record then.
   */
  async send(entry: Entry, rejection: Rejection): Promise<boolean> {
    const { prefix, producer, logger, observer, limits, closing } = this.#options;
    const { topic, partition, offset, unreadable } = entry.record;
    const { reason, detail } = rejection;
    for (let failures = 1; entry.partition.held && !closing.aborted; failures++) {
      try {
        await sendDeadLetter(producer, prefix, entry.record, rejection);
        entry.settled = true;
        observer.onDeadLetter?.({ topic, reason });
        const firstOffset = unreadable?.firstOffset.toString();
        logger.error(
          { topic, partition, firstOffset, offset: offset.toString(), reason, detail },
          'record dead-lettered',
        );
        return true;
      } catch (error) {
        logger.warn({ error, failures }, 'dead letter not sent, trying again');
        const { retryInitialMs: initialMs, retryMaxMs: maxMs } = limits;
        await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), closing);
      }
    }
    return false;
  }
}

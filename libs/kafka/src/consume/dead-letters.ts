import { backoffMs } from '../backoff.ts';
import type { DeadLetterProducer, Rejection } from '../dead-letter/dead-letter-record.ts';
import { sendDeadLetter } from '../dead-letter/send-dead-letter.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import type { ConsumerLimits } from './limits.ts';
import type { Entry } from './partition-state.ts';

export interface DeadLettersOptions {
  /** Of the rejected topic's name. */
  readonly prefix: string;
  readonly producer: DeadLetterProducer;
  readonly limits: Pick<ConsumerLimits, 'retryInitialMs' | 'retryMaxMs'>;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly closing: AbortSignal;
}

/** Sets records aside that can never be handled. */
export class DeadLetters {
  readonly #options: DeadLettersOptions;

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  /**
   * Settles an entry by putting the original on the rejected topic, for ever if need be. Resolves to false if the
   * partition is lost or we are closing before that: its next owner gets it then.
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

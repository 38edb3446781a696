import type { KafkaRecord } from '../record.ts';
import { RecordTooLargeError } from '../produce/produce-errors.ts';
import {
  MAX_VALUE_BYTES,
  toDeadLetter,
  type DeadLetterProducer,
  type Rejection,
} from './dead-letter-record.ts';

/**
 * Puts a record on the rejected topic, cut to what the topic takes. Resolves when the broker has it.
 * @throws what the producer throws, unless a shorter record may be taken
 */
export async function sendDeadLetter(
  producer: DeadLetterProducer,
  prefix: string,
  record: KafkaRecord,
  rejection: Rejection,
): Promise<void> {
  for (let maxValueBytes = MAX_VALUE_BYTES; ; maxValueBytes >>= 1) {
    try {
      await producer.send(toDeadLetter(prefix, record, rejection, maxValueBytes));
      return;
    } catch (error) {
      if (!(error instanceof RecordTooLargeError) || maxValueBytes === 0) throw error;
    }
  }
}

import { decodeDeliveryHeaders, MalformedRecordError, type DeliveryMetadata } from '@casewire/events';
import { familyNamed, type Family } from '@casewire/families';
import type { KafkaRecord, Settlement } from '@casewire/kafka';

/** What one attempt sends. */
export interface Sendable {
  readonly delivery: DeliveryMetadata;
  readonly family: Family;
  /** The exact bytes to send. */
  readonly body: Buffer;
}

/** One release of an invocation, read from its record. */
export interface Release extends Sendable {
  readonly record: KafkaRecord;
}

type DeadLetter = Extract<Settlement, { kind: 'dead-letter' }>;

/** The release that a record of `deliveries` carries, or why there is none in it. */
export function readRelease(record: KafkaRecord): Release | DeadLetter {
  try {
    const delivery = decodeDeliveryHeaders(record.headers);
    const family = familyNamed(delivery.family);
    if (record.value === null) throw new MalformedRecordError('the record has no value');
    if (family === undefined) throw new MalformedRecordError(`the family ${delivery.family} is unknown`);
    return { record, delivery, family, body: record.value };
  } catch (error) {
    if (!(error instanceof MalformedRecordError)) throw error;
    return { kind: 'dead-letter', reason: 'malformed-record', detail: error.message };
  }
}

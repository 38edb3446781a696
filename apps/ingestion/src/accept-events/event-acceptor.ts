import type { Pool } from '@casewire/database';
import {
  acceptedKey,
  encodeAcceptedHeaders,
  eventUid,
  identityHash,
  openReceipt,
  RECEIPT_HEADER,
  topicName,
  type AcceptedEvent,
  type EventAttributes,
} from '@casewire/events';
import {
  acceptEvents,
  insertRejectedEvents,
  type AcceptRequest,
  type Claim,
  type RejectedEvent,
} from '@casewire/event-store';
import type {
  BatchHandler,
  KafkaRecord,
  OutgoingRecord,
  RecordBatch,
  RecordProducer,
  Settlement,
} from '@casewire/kafka';
import { Breather } from '@casewire/metering';
import type { Logger } from '@casewire/observability';
import type { Admitted } from '../admission/admit.ts';
import { usableTraceparent, type Binding } from '../admission/attributes.ts';
import type { Arrival, EventJudge } from '../admission/event-judge.ts';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import { readRecord } from './read-record.ts';
import { toRejectedEvent, toRejectedRecord } from './rejected-record.ts';

export interface AcceptorSettings {
  readonly topicPrefix: string;
  readonly maxEventBytes: number;
  readonly internalKey: string;
  /** Of bound topics, by their full names. */
  readonly bindings: ReadonlyMap<string, Binding>;
}

export interface AcceptorParts {
  readonly pool: Pool;
  readonly producer: Pick<RecordProducer, 'send'>;
  readonly judge: EventJudge;
  readonly metrics: IngestionMetrics;
  readonly logger: Logger;
}

const done: Settlement = { kind: 'done' };

interface AdmittedRecord {
  readonly record: KafkaRecord;
  readonly event: Admitted;
}

interface AcceptedRecord {
  readonly record: KafkaRecord;
  readonly event: AcceptedEvent;
}

interface RejectedRecord {
  readonly record: KafkaRecord;
  readonly event: RejectedEvent;
}

/**
 * Turns records that upstream wrote into accepted or rejected events: reads and judges them, claims and stores them, and
 * produces them.
 *
 * An identity is claimed and its event stored in one, only what is stored is produced, and a record is settled when its
 * event is acknowledged. After a crash in between, the record is read again, has the same time and yields the same ids.
 * What PostgreSQL refuses is on no topic, so the others of its batch can be given again without being sent twice.
 */
export class EventAcceptor {
  readonly #settings: AcceptorSettings;
  readonly #parts: AcceptorParts;

  constructor(settings: AcceptorSettings, parts: AcceptorParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  async accept({ records, isHeld }: Pick<RecordBatch, 'records' | 'isHeld'>): ReturnType<BatchHandler> {
    const { admitted, rejected } = await this.#judge(records);
    const { pool } = this.#parts;
    const requests = admitted.map((each) => this.#toRequest(each));
    const claims = await acceptEvents(pool, requests);
    const accepted = admitted.flatMap(({ record }, index) =>
      toAccepted(record, requests[index], claims[index]),
    );
    this.#observe(accepted, rejected, admitted.length - accepted.length);
    const listed = insertRejectedEvents(
      pool,
      rejected.map(({ event }) => event),
    );
    const settlements = new Map<KafkaRecord, Promise<Settlement>>();
    for (const each of accepted)
      settlements.set(each.record, this.#produce(each, this.#toAcceptedRecord(each), isHeld));
    for (const each of rejected) {
      const produce = () => this.#produce(each, this.#toRejectedRecord(each), isHeld);
      settlements.set(each.record, listed.then(produce));
    }
    return records.map((record) => settlements.get(record) ?? done);
  }

  async #judge(records: readonly KafkaRecord[]) {
    const breather = new Breather();
    const verdicts = await this.#parts.judge.judge(this.#arrivals(records));
    const admitted: AdmittedRecord[] = [];
    const rejected: RejectedRecord[] = [];
    for (const [index, record] of records.entries()) {
      const verdict = verdicts[index];
      if (verdict?.kind === 'admitted') admitted.push({ record, event: verdict });
      if (verdict?.kind !== 'rejected') continue;
      // It parses the record again.
      await breather.pause();
      rejected.push({ record, event: toRejectedEvent(record, this.#bindingOf(record), verdict) });
    }
    return { admitted, rejected };
  }

  /** One by one: parsing a batch takes long. */
  *#arrivals(records: readonly KafkaRecord[]): Generator<Arrival> {
    for (const record of records) {
      yield {
        reading: readRecord(record, this.#settings.maxEventBytes),
        defaults: { ...this.#bindingOf(record), receivedAt: record.timestamp },
        isOurs: (attributes) => this.#receiptOf(record, identityOf(attributes)) !== undefined,
      };
    }
  }

  #bindingOf({ topic }: KafkaRecord): Binding {
    return this.#settings.bindings.get(topic) ?? {};
  }

  /** When a service of Casewire has received or made the event; undefined if none has. */
  #receiptOf({ headers }: KafkaRecord, identity: Buffer): number | undefined {
    return openReceipt(headers[RECEIPT_HEADER], identity, this.#settings.internalKey);
  }

  #toRequest({ record, event: { identity, attributes, data } }: AdmittedRecord): AcceptRequest {
    const { topic, partition, offset, headers } = record;
    const acceptedAt = this.#receiptOf(record, identity);
    const traceparent = usableTraceparent(headers['traceparent']) ?? attributes['traceparent'];
    return {
      identity,
      origin: { topic, partition, offset },
      ...(acceptedAt !== undefined && { acceptedAt }),
      event: { attributes, data, ...(traceparent !== undefined && { traceparent }) },
    };
  }

  async #produce(
    { record }: { readonly record: KafkaRecord },
    outgoing: OutgoingRecord,
    isHeld: RecordBatch['isHeld'],
  ): Promise<Settlement> {
    await this.#parts.producer.send(outgoing, { isWanted: () => isHeld(record) });
    return done;
  }

  #toAcceptedRecord({ event }: AcceptedRecord): OutgoingRecord {
    return {
      topic: topicName(this.#settings.topicPrefix, 'accepted'),
      key: acceptedKey(event.attributes),
      value: event.data,
      headers: encodeAcceptedHeaders(event),
    };
  }

  #toRejectedRecord({ record, event }: RejectedRecord): OutgoingRecord {
    return toRejectedRecord(this.#settings.topicPrefix, record, event);
  }

  #observe(
    accepted: readonly AcceptedRecord[],
    rejected: readonly RejectedRecord[],
    duplicates: number,
  ): void {
    const { metrics, logger } = this.#parts;
    metrics.events.inc({ outcome: 'accepted' }, accepted.length);
    metrics.events.inc({ outcome: 'duplicate' }, duplicates);
    metrics.events.inc({ outcome: 'rejected' }, rejected.length);
    for (const {
      event: { uid, traceparent },
    } of accepted)
      logger.debug({ eventUid: uid, traceparent }, 'event accepted');
    for (const { event } of rejected) {
      const { id, reason, path, origin } = event;
      const { topic, partition, offset } = origin;
      logger.warn(
        { rejectedId: id, reason, path, topic, partition, offset: offset.toString() },
        'event rejected',
      );
    }
  }
}

function identityOf(attributes: EventAttributes): Buffer {
  return identityHash({ ...attributes, tenantId: attributes.tenantid });
}

/** The event that a record yields; none if another record owns its identity. */
function toAccepted(
  record: KafkaRecord,
  request: AcceptRequest | undefined,
  claim: Claim | undefined,
): AcceptedRecord[] {
  if (request === undefined || claim?.kind !== 'owner') return [];
  const { identity, event } = request;
  const { acceptedAt } = claim;
  return [{ record, event: { ...event, uid: eventUid(identity, acceptedAt), acceptedAt } }];
}

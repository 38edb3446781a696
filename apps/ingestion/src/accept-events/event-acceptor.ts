import type { Pool } from '@casewire/database';
import {
  acceptedKey,
  encodeAcceptedHeaders,
  eventUid,
  topicName,
  type AcceptedEvent,
} from '@casewire/events';
import {
  claimEvents,
  insertEvents,
  insertRejectedEvents,
  type Claim,
  type ClaimRequest,
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
import type { Logger } from '@casewire/observability';
import type { Admitted } from '../admission/admit.ts';
import { usableTraceparent, type Binding } from '../admission/attributes.ts';
import type { Arrival, EventJudge } from '../admission/event-judge.ts';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import { openReceipt, RECEIPT_HEADER } from '../receipt.ts';
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
 * Turns records that upstream wrote into accepted or rejected events: reads, judges and claims them, then stores and
 * produces them.
 *
 * An identity is claimed before anything is stored, only what is stored is produced, and a record is settled when its
 * event is acknowledged. After a crash in between, the record is read again, claims the same time and yields the same
 * ids. What PostgreSQL refuses is on no topic, so the others of its batch can be given again without being sent twice.
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
    const claims = await claimEvents(
      this.#parts.pool,
      admitted.map((each) => this.#toClaimRequest(each)),
    );
    const accepted = admitted.flatMap((each, index) => toAccepted(each, claims[index]));
    this.#observe(accepted, rejected, admitted.length - accepted.length);
    const settlements = new Map<KafkaRecord, Promise<Settlement>>();
    const { pool } = this.#parts;
    const stored = {
      accepted: insertEvents(
        pool,
        accepted.map(({ event }) => event),
      ),
      rejected: insertRejectedEvents(
        pool,
        rejected.map(({ event }) => event),
      ),
    };
    for (const each of accepted)
      settlements.set(
        each.record,
        this.#produce(stored.accepted, each, this.#toAcceptedRecord(each), isHeld),
      );
    for (const each of rejected)
      settlements.set(
        each.record,
        this.#produce(stored.rejected, each, this.#toRejectedRecord(each), isHeld),
      );
    return records.map((record) => settlements.get(record) ?? done);
  }

  async #judge(records: readonly KafkaRecord[]) {
    const verdicts = await this.#parts.judge.judge(this.#arrivals(records));
    const admitted: AdmittedRecord[] = [];
    const rejected: RejectedRecord[] = [];
    for (const [index, record] of records.entries()) {
      const verdict = verdicts[index];
      if (verdict?.kind === 'admitted') admitted.push({ record, event: verdict });
      if (verdict?.kind === 'rejected')
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
      };
    }
  }

  #bindingOf({ topic }: KafkaRecord): Binding {
    return this.#settings.bindings.get(topic) ?? {};
  }

  #toClaimRequest({ record, event: { identity } }: AdmittedRecord): ClaimRequest {
    const { topic, partition, offset, headers } = record;
    const acceptedAt = openReceipt(headers[RECEIPT_HEADER], identity, this.#settings.internalKey);
    return {
      identity,
      origin: { topic, partition, offset },
      ...(acceptedAt !== undefined && { acceptedAt }),
    };
  }

  async #produce(
    stored: Promise<void>,
    { record }: { readonly record: KafkaRecord },
    outgoing: OutgoingRecord,
    isHeld: RecordBatch['isHeld'],
  ): Promise<Settlement> {
    await stored;
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

/** The event that a record yields; none if another record owns its identity. */
function toAccepted({ record, event }: AdmittedRecord, claim: Claim | undefined): AcceptedRecord[] {
  if (claim?.kind !== 'owner') return [];
  const { acceptedAt } = claim;
  const { attributes, data, identity } = event;
  const traceparent = usableTraceparent(record.headers['traceparent']) ?? attributes['traceparent'];
  const uid = eventUid(identity, acceptedAt);
  const accepted = { uid, acceptedAt, attributes, data, ...(traceparent !== undefined && { traceparent }) };
  return [{ record, event: accepted }];
}

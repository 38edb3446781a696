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
import type { BatchHandler, KafkaRecord, RecordProducer, Settlement } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { Admitted } from '../admission/admit.ts';
import { usableTraceparent, type Binding } from '../admission/attributes.ts';
import type { EventJudge } from '../admission/event-judge.ts';
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
  readonly producer: Pick<RecordProducer, 'sendAll'>;
  readonly judge: EventJudge;
  readonly metrics: IngestionMetrics;
  readonly logger: Logger;
}

const done: Settlement = { kind: 'done' };

interface AdmittedRecord {
  readonly record: KafkaRecord;
  readonly event: Admitted;
}

interface RejectedRecord {
  readonly record: KafkaRecord;
  readonly event: RejectedEvent;
}

/**
 * Turns records that upstream wrote into accepted or rejected events: reads, judges and claims them, then stores and
 * produces them.
 *
 * An identity is claimed before anything is produced, and a record is settled when its event is both stored and
 * acknowledged. After a crash in between, the record is read again, claims the same time and yields the same ids.
 */
export class EventAcceptor {
  readonly #settings: AcceptorSettings;
  readonly #parts: AcceptorParts;

  constructor(settings: AcceptorSettings, parts: AcceptorParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  async accept(records: readonly KafkaRecord[]): ReturnType<BatchHandler> {
    const { admitted, rejected } = await this.#judge(records);
    const claims = await claimEvents(
      this.#parts.pool,
      admitted.map((each) => this.#toClaimRequest(each)),
    );
    const accepted = admitted.flatMap((each, index) => toAccepted(each, claims[index]));
    this.#observe(accepted, rejected, admitted.length - accepted.length);
    const settled = Promise.all([this.#passOn(accepted), this.#setAside(rejected)]).then(() => done);
    return records.map(() => settled);
  }

  async #judge(records: readonly KafkaRecord[]) {
    const { maxEventBytes } = this.#settings;
    const verdicts = await this.#parts.judge.judge(
      records.map((record) => ({
        reading: readRecord(record, maxEventBytes),
        defaults: { ...this.#bindingOf(record), receivedAt: record.timestamp },
      })),
    );
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

  async #passOn(accepted: readonly AcceptedEvent[]): Promise<void> {
    const topic = topicName(this.#settings.topicPrefix, 'accepted');
    await Promise.all([
      insertEvents(this.#parts.pool, accepted),
      this.#parts.producer.sendAll(
        accepted.map((event) => ({
          topic,
          key: acceptedKey(event.attributes),
          value: event.data,
          headers: encodeAcceptedHeaders(event),
        })),
      ),
    ]);
  }

  async #setAside(rejected: readonly RejectedRecord[]): Promise<void> {
    const { topicPrefix } = this.#settings;
    await Promise.all([
      insertRejectedEvents(
        this.#parts.pool,
        rejected.map(({ event }) => event),
      ),
      this.#parts.producer.sendAll(
        rejected.map(({ record, event }) => toRejectedRecord(topicPrefix, record, event)),
      ),
    ]);
  }

  #observe(
    accepted: readonly AcceptedEvent[],
    rejected: readonly RejectedRecord[],
    duplicates: number,
  ): void {
    const { metrics, logger } = this.#parts;
    metrics.events.inc({ outcome: 'accepted' }, accepted.length);
    metrics.events.inc({ outcome: 'duplicate' }, duplicates);
    metrics.events.inc({ outcome: 'rejected' }, rejected.length);
    for (const { uid, traceparent } of accepted)
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
function toAccepted({ record, event }: AdmittedRecord, claim: Claim | undefined): AcceptedEvent[] {
  if (claim?.kind !== 'owner') return [];
  const { acceptedAt } = claim;
  const { attributes, data, identity } = event;
  const traceparent = usableTraceparent(record.headers['traceparent']) ?? attributes['traceparent'];
  const uid = eventUid(identity, acceptedAt);
  return [{ uid, acceptedAt, attributes, data, ...(traceparent !== undefined && { traceparent }) }];
}

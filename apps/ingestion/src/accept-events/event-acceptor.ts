import type { Pool } from '@casewire/database';
import {
  acceptedKey,
  encodeAcceptedHeaders,
  eventUid,
  identityHash,
  isEnvironment,
  topicName,
  type AcceptedEvent,
  type EventAttributes,
} from '@casewire/events';
import {
  claimEvents,
  insertEvents,
  insertRejectedEvents,
  type Claim,
  type RejectedEvent,
} from '@casewire/event-store';
import type { BatchHandler, KafkaRecord, OutgoingRecord, Settlement } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import { admit, type AdmittedEvent } from '../admission/admit.ts';
import { isSoundValue, readAttributes } from '../admission/attributes.ts';
import type { Envelope } from '../admission/envelope.ts';
import { RejectedError, type Rejection } from '../admission/rejection.ts';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import { readRecord, readRecordAttributes } from './read-record.ts';
import { openReceipt, RECEIPT_HEADER } from '../receipt.ts';
import { rejectedEvent, rejectedRecord } from './rejected-record.ts';
import type { TenantDirectory } from '../tenant-directory.ts';
import type { TopicBindings } from './topic-bindings.ts';

/** Produces records with acks=all, in the given order per partition. */
interface RecordSink {
  sendAll(records: readonly OutgoingRecord[]): Promise<void>;
}

export interface AcceptorSettings {
  readonly topicPrefix: string;
  readonly maxEventBytes: number;
  readonly internalKey: string;
  readonly bindings: TopicBindings;
}

export interface AcceptorParts {
  readonly pool: Pool;
  readonly sink: RecordSink;
  readonly directory: TenantDirectory;
  readonly metrics: IngestionMetrics;
  readonly logger: Logger;
}

/**
 * Turns records that upstream wrote into accepted or rejected events.
 *
 * The identity is claimed before anything is produced, and a record is settled only when what became of it is both
 * stored and acknowledged: a crash in between repeats the record, which claims the same time and yields the same ids.
 */
export class EventAcceptor {
  readonly #settings: AcceptorSettings;
  readonly #parts: AcceptorParts;

  constructor(settings: AcceptorSettings, parts: AcceptorParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  async accept(records: readonly KafkaRecord[]): ReturnType<BatchHandler> {
    const judged = await this.#judge(records);
    const admitted = judged.flatMap((judgement) => (judgement.kind === 'admitted' ? [judgement] : []));
    const claims =
      admitted.length === 0 ? [] : await claimEvents(this.#parts.pool, admitted.map(toClaimRequest));
    const accepted = admitted.flatMap((one, index) => toAccepted(one, claims[index]));
    const rejected = judged.flatMap((judgement) =>
      judgement.kind === 'rejected' ? [toRejected(judgement)] : [],
    );
    this.#observe(accepted, rejected, admitted.length - accepted.length);
    const settled = Promise.all([this.#passOn(accepted), this.#setAside(rejected)]).then(() => done);
    return records.map(() => settled);
  }

  async #judge(records: readonly KafkaRecord[]): Promise<Judgement[]> {
    const readings = records.map((record) => this.#read(record));
    const known = await this.#parts.directory.lookUp(
      readings.flatMap((reading) => (reading.kind === 'read' ? [reading.attributes] : [])),
    );
    return readings.map((reading) => {
      if (reading.kind === 'rejected') return reading;
      const { record, envelope, attributes } = reading;
      return orRejected(record, attributes, () => {
        const event = admit(envelope, attributes, known);
        const identity = identityHash({ ...event.attributes, tenantId: event.attributes.tenantid });
        const acceptedAt = openReceipt(record.headers[RECEIPT_HEADER], identity, this.#settings.internalKey);
        return { kind: 'admitted', record, event, identity, acceptedAt };
      });
    });
  }

  #read(record: KafkaRecord): Reading {
    const binding = this.#settings.bindings.of(record.topic);
    const envelope = orRejected(record, binding, () => readRecord(record, this.#settings.maxEventBytes));
    if ('kind' in envelope) return { ...envelope, owner: { ...claimedOwnerOf(record), ...binding } };
    return orRejected(record, { ...claimedOwner(envelope.attributes), ...binding }, () => {
      const attributes = readAttributes(envelope.attributes, { ...binding, receivedAt: record.timestamp });
      return { kind: 'read', record, envelope, attributes };
    });
  }

  async #passOn(accepted: readonly AcceptedEvent[]): Promise<void> {
    if (accepted.length === 0) return;
    const topic = topicName(this.#settings.topicPrefix, 'accepted');
    await Promise.all([
      insertEvents(this.#parts.pool, accepted),
      this.#parts.sink.sendAll(
        accepted.map((event) => ({
          topic,
          key: acceptedKey(event.attributes),
          value: event.data,
          headers: encodeAcceptedHeaders(event),
        })),
      ),
    ]);
  }

  async #setAside(rejected: readonly (RejectedEvent & { readonly record: KafkaRecord })[]): Promise<void> {
    if (rejected.length === 0) return;
    const { topicPrefix } = this.#settings;
    await Promise.all([
      insertRejectedEvents(this.#parts.pool, rejected),
      this.#parts.sink.sendAll(rejected.map((event) => rejectedRecord(topicPrefix, event, event.record))),
    ]);
  }

  #observe(accepted: readonly AcceptedEvent[], rejected: readonly RejectedEvent[], duplicates: number): void {
    const { metrics, logger } = this.#parts;
    metrics.events.inc({ outcome: 'accepted' }, accepted.length);
    metrics.events.inc({ outcome: 'duplicate' }, duplicates);
    metrics.events.inc({ outcome: 'rejected' }, rejected.length);
    for (const { uid, traceparent } of accepted)
      logger.debug({ eventUid: uid, traceparent }, 'event accepted');
    for (const { id, reason, path, origin } of rejected) {
      const { topic, partition, offset } = origin;
      logger.warn(
        { rejectedId: id, reason, path, topic, partition, offset: offset.toString() },
        'event rejected',
      );
    }
  }
}

const done: Settlement = { kind: 'done' };

interface Read {
  readonly kind: 'read';
  readonly record: KafkaRecord;
  readonly envelope: Envelope;
  readonly attributes: EventAttributes;
}

interface Admitted {
  readonly kind: 'admitted';
  readonly record: KafkaRecord;
  readonly event: AdmittedEvent;
  readonly identity: Buffer;
  /** When it was accepted over HTTP; undefined for a record that upstream wrote to Kafka. */
  readonly acceptedAt: number | undefined;
}

/** Whose a record is, as far as it says so. */
type Owner = Partial<Pick<EventAttributes, 'tenantid' | 'environment'>>;

interface Rejected {
  readonly kind: 'rejected';
  readonly record: KafkaRecord;
  readonly owner: Owner;
  readonly rejection: Rejection;
}

type Reading = Read | Rejected;
type Judgement = Admitted | Rejected;

function orRejected<T>(record: KafkaRecord, owner: Owner, judge: () => T): T | Rejected {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    return { kind: 'rejected', record, owner, rejection: error.rejection };
  }
}

/** Whose an event says it is, so that its owner finds it among the rejects. */
function claimedOwner(attributes: Envelope['attributes']): Owner {
  const tenantid = attributes.get('tenantid');
  const environment = attributes.get('environment');
  return {
    ...(tenantid !== undefined && isSoundValue(tenantid) && { tenantid }),
    ...(isEnvironment(environment) && { environment }),
  };
}

/** The same of a record whose event cannot be read; nothing if even its attributes cannot. */
function claimedOwnerOf(record: KafkaRecord): Owner {
  try {
    return claimedOwner(readRecordAttributes(record));
  } catch (error) {
    if (error instanceof RejectedError) return {};
    throw error;
  }
}

function toClaimRequest({ identity, record, acceptedAt }: Admitted) {
  const { topic, partition, offset } = record;
  return { identity, origin: { topic, partition, offset }, ...(acceptedAt !== undefined && { acceptedAt }) };
}

function toAccepted({ event, record, identity }: Admitted, claim: Claim | undefined): AcceptedEvent[] {
  if (claim?.kind !== 'owner') return [];
  const { attributes, data } = event;
  const traceparent = record.headers['traceparent'] ?? attributes['traceparent'];
  const uid = eventUid(identity, claim.acceptedAt);
  return [
    {
      uid,
      acceptedAt: claim.acceptedAt,
      attributes,
      data,
      ...(traceparent !== undefined && { traceparent }),
    },
  ];
}

function toRejected({
  record,
  owner,
  rejection,
}: Rejected): RejectedEvent & { readonly record: KafkaRecord } {
  return { ...rejectedEvent(record, owner, rejection), record };
}

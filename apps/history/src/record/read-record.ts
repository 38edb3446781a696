import {
  decodeDisposition,
  decodeReleaseOutcome,
  MalformedRecordError,
  topicName,
  uuidTimestampMs,
} from '@casewire/events';
import {
  contentFromHeaders,
  contentOfDelivery,
  type InvocationContent,
  type InvocationUpdate,
} from '@casewire/invocation-ledger';
import type { KafkaRecord, PoisonRecord } from '@casewire/kafka';

type Reader = (record: KafkaRecord) => InvocationUpdate;

/** A record as an update of an invocation, or the reason why it can never be applied. */
export type ReadRecord =
  | { readonly kind: 'update'; readonly update: InvocationUpdate }
  | { readonly kind: 'poison'; readonly poison: PoisonRecord };

/** How far the time in an id may be ahead of this process's clock. */
const MAX_AHEAD_MS = 86_400_000;

/** The highest number of a release or an attempt: far above real ones, and within PostgreSQL's `integer`. */
const MAX_NUMBER = 1_000_000;

/** A longer key may not fit into an index of PostgreSQL. */
const MAX_ORDERING_KEY_LENGTH = 600;

const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Reads the records of the topics that history consumes. */
export class RecordReader {
  readonly #readers: ReadonlyMap<string, Reader>;

  /** @param prefix of the topics' names */
  constructor(prefix: string) {
    this.#readers = new Map([
      [topicName(prefix, 'deliveries'), readDelivery],
      [topicName(prefix, 'ordered'), readOrdered],
      [topicName(prefix, 'attempts'), readAttempt],
    ]);
  }

  /**
   * Whether a lost record of a topic may leave an invocation without a row. A lost record of `attempts.v1` does not: a
   * cut finds every invocation that lacks an outcome.
   */
  startsInvocations(topic: string): boolean {
    const reader = this.#readers.get(topic);
    return reader === readDelivery || reader === readOrdered;
  }

  /** @param now milliseconds since the epoch */
  read(record: KafkaRecord, now: number): ReadRecord {
    try {
      const reader = this.#readers.get(record.topic);
      if (reader === undefined) throw new MalformedRecordError(`topic ${record.topic} is not read here`);
      const update = reader(record);
      requireIdOfOurs(update.id, now);
      return { kind: 'update', update };
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error;
      return { kind: 'poison', poison: { record, reason: 'malformed-record', detail: error.message } };
    }
  }
}

function readDelivery(record: KafkaRecord): InvocationUpdate {
  if (record.value === null) throw new MalformedRecordError('the record has no value');
  const content = readContent(record, record.value);
  const release = requireNumber(Number(record.headers['release']), 'release');
  return { id: content.id, content, facts: [{ kind: 'delivery-seen', release }] };
}

function readOrdered(record: KafkaRecord): InvocationUpdate {
  const disposition = decodeDisposition(record.headers);
  if (disposition.kind === 'failed') {
    const content = readContent(record, null);
    return {
      id: content.id,
      content,
      facts: [{ kind: 'refused-by-matching', reason: disposition.reason }],
    };
  }
  if (record.value === null) throw new MalformedRecordError('the record has no value');
  if (disposition.kind === 'rematch') {
    const content = readContent(record, record.value);
    return { id: content.id, content, facts: [{ kind: 'rematch-seen' }] };
  }
  const { orderingKey } = disposition;
  if (orderingKey.length > MAX_ORDERING_KEY_LENGTH)
    throw new MalformedRecordError('ordering-key is too long');
  const content = readContent(record, record.value);
  return { id: content.id, content, facts: [{ kind: 'ordered-seen', orderingKey }] };
}

function readAttempt(record: KafkaRecord): InvocationUpdate {
  if (record.value === null) throw new MalformedRecordError('the record has no value');
  const { delivery, attempt, webhookVersion, rateLimited, retryAfterAt, next } = decodeReleaseOutcome(
    record.value,
  );
  const { release, probe } = delivery;
  requireNumber(release, 'release');
  if (attempt !== undefined) requireNumber(attempt.number, 'attempt.number');
  const content = checkedContent(contentOfDelivery(delivery));
  return {
    id: content.id,
    content,
    facts: [
      {
        kind: 'outcome',
        release,
        next,
        ...(attempt !== undefined && { at: Math.round(attempt.startedAt + attempt.durationMs) }),
        ...(probe !== undefined && { probe }),
      },
    ],
    ...(attempt !== undefined && {
      attempts: [
        {
          ...attempt,
          invocationId: content.id,
          release,
          next,
          ...(webhookVersion !== undefined && { webhookVersion }),
          ...(rateLimited && { rateLimited }),
          ...(retryAfterAt !== undefined && { retryAfterAt }),
          ...(probe !== undefined && { probe }),
        },
      ],
    }),
  };
}

function readContent(record: KafkaRecord, body: Buffer | null): InvocationContent {
  if (!record.headersAreText) throw new MalformedRecordError('headers are not UTF-8');
  return checkedContent(contentFromHeaders(record.headers, body));
}

function checkedContent(content: InvocationContent): InvocationContent {
  if (!canonicalUuid.test(content.eventUid)) throw new MalformedRecordError('event-uid is not a UUIDv7');
  return content;
}

function requireIdOfOurs(id: string, now: number): void {
  if (!canonicalUuid.test(id)) throw new MalformedRecordError('invocation-id is not a UUIDv7');
  // The time in the id chooses the partition of the row.
  if (uuidTimestampMs(id) > now + MAX_AHEAD_MS)
    throw new MalformedRecordError('invocation-id is of the future');
}

function requireNumber(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_NUMBER) return value;
  throw new MalformedRecordError(`${name} is out of range`);
}

import { topicName } from '@casewire/events';
import { deadLetterHeaders, type KafkaAdmin, type KafkaRecord } from '@casewire/kafka';

/** Dead letters that are shown. */
const SHOWN = 20;

/** Bytes of a value that are shown. */
const SHOWN_BYTES = 1_024;

/** Header of a dead letter that is an event which ingestion has not accepted. */
const REJECTED_ID = 'casewire-rejected-id';

/** A record that could never be handled. */
export interface DeadLetter {
  readonly partition: number;
  readonly offset: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly origin: { readonly topic: string; readonly partition: string; readonly offset: string } | null;
  readonly rejectedEventId: string | null;
  readonly bytes: number;
  /** The beginning of it. */
  readonly value: Buffer;
}

/** The latest dead letters of all services, newest first. */
export async function readDeadLetters(
  admin: Pick<KafkaAdmin, 'latestRecords'>,
  prefix: string,
): Promise<DeadLetter[]> {
  const topic = topicName(prefix, 'rejected');
  // Those of one partition come in the order of their offsets, which decides between equal times.
  const found = await admin.latestRecords({ topic, perPartition: SHOWN, toItem: toDeadLetter });
  return found
    .toReversed()
    .toSorted((one, other) => other.at - one.at)
    .slice(0, SHOWN);
}

function toDeadLetter(record: KafkaRecord): DeadLetter {
  const header = (name: string): string | null => record.header(name) ?? null;
  const [topic, partition, offset] = [
    header(deadLetterHeaders.originTopic),
    header(deadLetterHeaders.originPartition),
    header(deadLetterHeaders.originOffset),
  ];
  const isWhole = topic !== null && partition !== null && offset !== null;
  return {
    partition: record.partition,
    offset: String(record.offset),
    at: record.timestamp,
    reason: header(deadLetterHeaders.reason),
    detail: header(deadLetterHeaders.detail),
    origin: isWhole ? { topic, partition, offset } : null,
    rejectedEventId: header(REJECTED_ID),
    bytes: record.value?.length ?? 0,
    // A copy: the record's bytes are part of a larger answer.
    value: Buffer.from(record.value?.subarray(0, SHOWN_BYTES) ?? []),
  };
}

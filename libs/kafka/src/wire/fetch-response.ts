import type { TopicPartition } from '../record.ts';
import { ByteReader } from './byte-reader.ts';
import type { ConsumedRecord } from './consumed-record.ts';
import type { DamagedBatches } from './damaged-batches.ts';
import { FetchEnd } from './fetch-end.ts';
import { readRecordBatches, type Decompress } from './read-record-batches.ts';

/** The answer to a fetch as kafkajs expects it. */
export interface FetchResponse {
  /** Milliseconds that the broker has held the answer back. Always 0: it asks the client to wait instead. */
  readonly throttleTime: number;
  /** Milliseconds that the client is asked to wait. */
  readonly clientSideThrottleTime: number;
  readonly responses: readonly TopicResponse[];
}

interface TopicResponse {
  readonly topicName: string;
  readonly partitions: readonly PartitionResponse[];
}

interface PartitionResponse {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** -1: none but the leader. */
  readonly preferredReadReplica: number;
  readonly messages: readonly (ConsumedRecord | FetchEnd)[];
}

interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** Versions of the request before this one bring records in another format. */
export const FIRST_FETCH_VERSION = 4;
const WITH_LOG_START = 5;
const WITH_SESSION = 7;
/** From here on the broker answers at once and leaves it to the client to wait (KIP-219). */
const WITH_CLIENT_THROTTLE = 8;
const WITH_PREFERRED_REPLICA = 11;

/**
 * Reads the answer to a fetch request of version 4 to 11.
 * @throws RangeError if the bytes end too early
 */
export function readFetchResponse(
  version: number,
  bytes: Buffer,
  decompress: Decompress,
  damaged: DamagedBatches,
): FetchResponse {
  const readMessages = (from: TopicPartition, batches: Buffer): PartitionResponse['messages'] => {
    const { records, lastOffset } = readRecordBatches(from, batches, decompress, damaged);
    return lastOffset === undefined ? records : [...records, new FetchEnd(lastOffset)];
  };
  const reader = new ByteReader(bytes);
  const throttleMs = reader.int32();
  // Skips an error code and the session.
  if (version >= WITH_SESSION) reader.skip(6);
  return {
    throttleTime: 0,
    clientSideThrottleTime: version >= WITH_CLIENT_THROTTLE ? throttleMs : 0,
    responses: reader.array(() => {
      const topicName = reader.shortText();
      return {
        topicName,
        partitions: reader.array(() => readPartition(version, topicName, reader, readMessages)),
      };
    }),
  };
}

function readPartition(
  version: number,
  topic: string,
  reader: ByteReader,
  readMessages: (from: TopicPartition, batches: Buffer) => PartitionResponse['messages'],
): PartitionResponse {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = String(reader.int64());
  // Skips the last stable offset, and where the log begins.
  reader.skip(version >= WITH_LOG_START ? 16 : 8);
  const abortedTransactions = reader.array(() => ({
    producerId: String(reader.int64()),
    firstOffset: String(reader.int64()),
  }));
  const preferredReadReplica = version >= WITH_PREFERRED_REPLICA ? reader.int32() : -1;
  const records = reader.view(Math.max(0, reader.int32()));
  return {
    partition,
    errorCode,
    highWatermark,
    abortedTransactions,
    preferredReadReplica,
    messages: readMessages({ topic, partition }, records),
  };
}

import type { TopicPartition } from '../record.ts';
import { ByteReader } from './byte-reader.ts';

/** What a broker answers for one partition of a produce request. */
export interface PartitionAnswer extends TopicPartition {
  readonly errorCode: number;
  /** Offset of the batch's first record; -1 if this request did not append it. */
  readonly firstOffset: bigint;
}

/** The answer to a produce request. */
export interface ProduceResponse {
  readonly answers: readonly PartitionAnswer[];
  /** Milliseconds that the client is asked to wait. */
  readonly clientSideThrottleTime: number;
}

const WITH_LOG_START = 5;
/** From here on the broker answers at once and leaves it to the client to wait (KIP-219). */
const WITH_CLIENT_THROTTLE = 6;

/**
 * Reads the answer to a produce request of version 3 to 7.
 * @throws RangeError if the bytes end too early
 */
export function readProduceResponse(version: number, bytes: Buffer): ProduceResponse {
  const reader = new ByteReader(bytes);
  const answers = reader.array(() => {
    const topic = reader.shortText();
    return reader.array((): PartitionAnswer => {
      const partition = reader.int32();
      const errorCode = reader.int16();
      const firstOffset = reader.int64();
      // Skips the time of the append, and where the log begins.
      reader.skip(version >= WITH_LOG_START ? 16 : 8);
      return { topic, partition, errorCode, firstOffset };
    });
  });
  const throttleMs = reader.int32();
  return {
    answers: answers.flat(),
    clientSideThrottleTime: version >= WITH_CLIENT_THROTTLE ? throttleMs : 0,
  };
}

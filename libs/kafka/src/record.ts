import type { RecordHeaders } from '@casewire/events';

/** One partition of one topic; `topic` is the full name, prefix included. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Headers as they stand in the record; an array where a key occurs several times. */
export type RawHeaders = Readonly<Record<string, Buffer | null | readonly (Buffer | null)[]>>;

/** A record as it was read from the broker. */
export interface KafkaRecord extends TopicPartition {
  readonly offset: bigint;
  /** Milliseconds since the epoch: by the producer's clock, or by the broker's if the topic is set to LogAppendTime. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
  /** Header values as UTF-8 text, the last one of equal keys. Invalid UTF-8 is replaced: see `headersAreText`. */
  readonly headers: RecordHeaders;
  /** One of `headers`, by a name in ASCII. Nothing of it stays in memory, so records that wait are asked by this. */
  readonly header: (name: string) => string | undefined;
  /** Exact header bytes. */
  readonly rawHeaders: RawHeaders;
  /** False if a header's key or value is not valid UTF-8, so that `headers` differs from what was sent. */
  readonly headersAreText: boolean;
  /** True if a header's key occurs several times, so that `headers` lacks all but the last one. */
  readonly repeatsHeaders?: boolean;
  /** Only of a record that stands for a batch which cannot be read. Handlers are given none. */
  readonly unreadable?: UnreadableBatch;
}

/**
 * A batch of records that cannot be decompressed or read. The record that stands for it has the batch's last offset,
 * and as its value the whole batch as it is on the broker.
 */
export interface UnreadableBatch {
  readonly firstOffset: bigint;
  /** `corrupt-batch`: it arrived damaged each time; `unreadable-batch`: it is as it was written. */
  readonly reason: 'corrupt-batch' | 'unreadable-batch';
  /** What is wrong with it. */
  readonly detail: string;
}

/** A record to be produced. */
export interface OutgoingRecord {
  /** Full name, prefix included. */
  readonly topic: string;
  /** Decides the partition (Java's default partitioner); null spreads records over all partitions. */
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
  /** Overrides the partition that the key would choose. */
  readonly partition?: number;
}

/** Key of a partition in maps: `topic/partition`. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

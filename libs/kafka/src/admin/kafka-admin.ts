import type { LatestWanted } from './latest-records.ts';

/** Offsets by partition number. */
export type PartitionOffsets = ReadonlyMap<number, bigint>;

/** A topic as it is on the broker. */
export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  /** Settings by their names on the broker, including those that have their default. */
  readonly config: Readonly<Record<string, string>>;
}

/** A topic to be made. */
export interface NewTopic extends TopicDescription {
  /** Copies of each record; default: the broker's. */
  readonly replication: number | undefined;
}

/** Questions and orders to the brokers, apart from reading and writing records. */
export interface KafkaAdmin {
  connect(): Promise<void>;
  close(): Promise<void>;
  clusterId(): Promise<string>;
  /** Next offset to be written of each partition. */
  endOffsets(topic: string): Promise<PartitionOffsets>;
  /** First offset that can still be read of each partition. */
  earliestOffsets(topic: string): Promise<PartitionOffsets>;
  /** Next offset that the group would read of each partition; partitions without a commit are missing. */
  committedOffsets(groupId: string, topic: string): Promise<PartitionOffsets>;
  /** What is taken from the last records of each partition of a topic. */
  latestRecords<Item>(wanted: LatestWanted<Item>): Promise<Item[]>;
  /** Deletes the records before these offsets; for tests and runbooks. */
  deleteRecords(topic: string, before: PartitionOffsets): Promise<void>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  /** Describes those of the topics that exist. */
  describeTopics(topics: readonly string[]): Promise<readonly TopicDescription[]>;
  /** Leaves topics as they are that another process has made meanwhile. */
  createTopics(topics: readonly NewTopic[]): Promise<void>;
}

/**
 * How many records of a topic lie between the positions of its reader and the end of its log, in all partitions. Where
 * there is no position, or one before the log, they are counted from the first record there is.
 */
export async function recordsBehind(
  admin: Pick<KafkaAdmin, 'endOffsets' | 'earliestOffsets'>,
  topic: string,
  readPositions: () => Promise<PartitionOffsets>,
): Promise<number> {
  const [end, earliest, positions] = await Promise.all([
    admin.endOffsets(topic),
    admin.earliestOffsets(topic),
    readPositions(),
  ]);
  let behind = 0n;
  for (const [partition, endOffset] of end) {
    const start = earliest.get(partition) ?? 0n;
    const position = positions.get(partition) ?? start;
    const from = position > start ? position : start;
    if (endOffset > from) behind += endOffset - from;
  }
  return Number(behind);
}

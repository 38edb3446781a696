import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { Cluster } from '../mend/internals.ts';
import { createCluster } from '../mend/mend-kafkajs.ts';
import type { KafkaRecord, TopicPartition } from '../record.ts';
import type { FetchResponse } from '../wire/fetch-response.ts';

/** Bytes of one answer; a larger record comes alone. */
const FETCH_BYTES = 2 * 1024 * 1024;

/** What is asked for is there, so the broker has no reason to wait. */
const MAX_WAIT_MS = 500;

/** Leaders are looked for once: the connections are closed after the last partition. */
const METADATA_MAX_AGE_MS = Infinity;

/** Which records are wanted. */
export interface LatestWanted<Item> {
  readonly topic: string;
  /** Of each partition at most. */
  readonly perPartition: number;
  /** Takes from a record what is kept of it: so the bytes of many large records need not stay in memory. */
  readonly toItem: (record: KafkaRecord) => Item;
}

/** Where the log of a partition begins and ends. */
export interface PartitionLog {
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * Reads the last records of each partition of a topic, for people who look at it. It joins no group and commits nothing.
 * @throws while a leader is away
 */
export async function readLatestRecords<Item>(
  connection: KafkaConnection,
  logger: KafkaLogger,
  { topic, perPartition, toItem }: LatestWanted<Item>,
  logs: readonly PartitionLog[],
): Promise<Item[]> {
  const cluster = createCluster(createKafkaClient(connection, logger), {
    metadataMaxAge: METADATA_MAX_AGE_MS,
  });
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([topic]);
    const leaders = leadersOf(cluster, topic);
    const items: Item[] = [];
    for (const { partition, start, end } of logs) {
      const first = end - BigInt(perPartition);
      const stretch = { from: first > start ? first : start, to: end };
      for await (const record of read(cluster, leaders.get(partition), { topic, partition }, stretch))
        items.push(toItem(record));
    }
    return items;
  } finally {
    await cluster.disconnect();
  }
}

/** The leader of each partition, by its node id. */
function leadersOf(cluster: Cluster, topic: string): ReadonlyMap<number, number> {
  const found = cluster.brokerPool.metadata?.topicMetadata.find((each) => each.topic === topic);
  return new Map((found?.partitionMetadata ?? []).map(({ partitionId, leader }) => [partitionId, leader]));
}

async function* read(
  cluster: Cluster,
  leader = -1,
  { topic, partition }: TopicPartition,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): AsyncGenerator<KafkaRecord> {
  for (let offset = from; offset < to;) {
    const broker = await cluster.findBroker({ nodeId: leader });
    const partitions = [{ partition, fetchOffset: String(offset), maxBytes: FETCH_BYTES }];
    const limits = { maxWaitTime: MAX_WAIT_MS, minBytes: 1, maxBytes: FETCH_BYTES };
    const answer = await broker.fetch({ ...limits, isolationLevel: 1, topics: [{ topic, partitions }] });
    const messages = (answer as FetchResponse).responses[0]?.partitions[0]?.messages ?? [];
    for (const message of messages) {
      // A batch is answered as a whole, and the end of a fetch is no record.
      if (message.offset < offset || !('timestamp' in message) || message.isControlRecord) continue;
      yield message;
    }
    const last = messages.at(-1)?.offset ?? -1n;
    if (last < offset) throw new Error(`nothing was read of partition ${partition} of ${topic}`);
    offset = last + 1n;
  }
}

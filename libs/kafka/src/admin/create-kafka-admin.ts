import kafkajs, { type Admin } from 'kafkajs';
import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { KafkaAdmin, PartitionOffsets, TopicDescription } from './kafka-admin.ts';
import { readLatestRecords } from './latest-records.ts';
import { untilLed } from './until-led.ts';

/** An admin client over kafkajs. It connects on first use, and again after a failure. */
export function createKafkaAdmin(connection: KafkaConnection, logger: KafkaLogger): KafkaAdmin {
  const admin: Admin = createKafkaClient(connection, logger).admin({ retry: { retries: 3 } });
  let connected: Promise<void> | undefined;
  const connect = (): Promise<void> => {
    connected ??= admin.connect().catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    return connected;
  };
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    await connect();
    return question();
  };
  return {
    connect,
    close: async () => {
      await connected?.catch(() => undefined);
      await admin.disconnect();
    },
    clusterId: () => ask(async () => (await admin.describeCluster()).clusterId),
    endOffsets: (topic) =>
      ask(async () => offsetsOf(await admin.fetchTopicOffsets(topic), ({ high }) => high)),
    earliestOffsets: (topic) =>
      ask(async () => offsetsOf(await admin.fetchTopicOffsets(topic), ({ low }) => low)),
    committedOffsets: (groupId, topic) =>
      ask(async () => {
        const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
        const committed = (found?.partitions ?? []).filter(({ offset }) => BigInt(offset) >= 0n);
        return offsetsOf(committed, ({ offset }) => offset);
      }),
    latestRecords: (wanted) =>
      ask(async () => {
        const offsets = await admin.fetchTopicOffsets(wanted.topic);
        const logs = offsets.map(({ partition, low, high }) => ({
          partition,
          start: BigInt(low),
          end: BigInt(high),
        }));
        return readLatestRecords(connection, logger, wanted, logs);
      }),
    deleteRecords: (topic, before) =>
      ask(async () => {
        const partitions = [...before].map(([partition, offset]) => ({
          partition,
          offset: offset.toString(),
        }));
        await admin.deleteTopicRecords({ topic, partitions });
      }),
    deleteTopics: (topics) => ask(() => admin.deleteTopics({ topics: [...topics] })),
    describeTopics: (topics) =>
      ask(async () => {
        const existing = new Set(await admin.listTopics());
        const wanted = topics.filter((topic) => existing.has(topic));
        if (wanted.length === 0) return [];
        const { topics: found } = await admin.fetchTopicMetadata({ topics: wanted });
        const { resources } = await admin.describeConfigs({
          includeSynonyms: false,
          resources: wanted.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
        });
        return found.map(({ name, partitions }): TopicDescription => {
          const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
          const config = Object.fromEntries(
            entries.map(({ configName, configValue }) => [configName, configValue]),
          );
          return { name, partitions: partitions.length, config };
        });
      }),
    createTopics: (topics) =>
      ask(async () => {
        await admin.createTopics({
          // It would wait for leaders only, and give up at a broker that has not heard of the topic.
          waitForLeaders: false,
          topics: topics.map(({ name, partitions, replication, config }) => ({
            topic: name,
            numPartitions: partitions,
            replicationFactor: replication ?? -1,
            configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
          })),
        });
        // Those too that another process has made at the same time: a consumer fails that starts before they have leaders.
        await untilLed(
          admin,
          topics.map(({ name }) => name),
        );
      }),
  };
}

function offsetsOf<T extends { readonly partition: number }>(
  partitions: readonly T[],
  offsetOf: (partition: T) => string,
): PartitionOffsets {
  return new Map(partitions.map((one) => [one.partition, BigInt(offsetOf(one))]));
}

import type { Cluster } from '../mend/internals.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import type { LogBounds } from './start-position.ts';

/** Asks the leaders of partitions where their logs begin and end. */
export class LogBoundsReader {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** By `partitionKey`; partitions whose leader is missing or does not answer are missing. */
  async read(partitions: readonly TopicPartition[]): Promise<Map<string, LogBounds>> {
    await this.#cluster.addMultipleTargetTopics(partitions.map(({ topic }) => topic));
    await this.#cluster.refreshMetadataIfNecessary();
    const bounds = new Map<string, LogBounds>();
    const ofLeaders = [...Map.groupBy(partitions, (partition) => this.#leaderOf(partition))];
    await Promise.allSettled(
      ofLeaders.map(async ([leader, led]) => {
        if (leader < 0) return;
        const [ends, starts] = await Promise.all([this.#offsets(led, false), this.#offsets(led, true)]);
        for (const [key, high] of ends) bounds.set(key, { low: starts.get(key) ?? high, high });
      }),
    );
    return bounds;
  }

  #leaderOf({ topic, partition }: TopicPartition): number {
    const { metadata } = this.#cluster.brokerPool;
    const found = metadata?.topicMetadata.find((each) => each.topic === topic);
    return found?.partitionMetadata.find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
  }

  async #offsets(
    partitions: readonly TopicPartition[],
    fromBeginning: boolean,
  ): Promise<Map<string, number>> {
    const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, some]) => ({
      topic,
      fromBeginning,
      partitions: some.map(({ partition }) => ({ partition })),
    }));
    const answers = await this.#cluster.fetchTopicsOffset(topics);
    return new Map(
      answers.flatMap(({ topic, partitions: some }) =>
        some.map(({ partition, offset }) => [partitionKey({ topic, partition }), Number(offset)] as const),
      ),
    );
  }
}

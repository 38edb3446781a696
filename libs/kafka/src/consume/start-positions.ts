import type { Admin } from 'kafkajs';
import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { Cluster } from '../mend/internals.ts';
import type { OffsetStore } from '../offset-store.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import { LogBoundsReader } from './log-bounds-reader.ts';
import type { OffsetCommit } from './offset-tracker.ts';
import { chooseStart, type LogBounds, type StartPosition } from './start-position.ts';

/** Finds out from where partitions are to be read. */
export class StartPositions {
  readonly #admin: Admin;
  readonly #logs: LogBoundsReader;
  readonly #groupId: string;
  readonly #store: OffsetStore | undefined;

  constructor(connection: KafkaConnection, logger: KafkaLogger, groupId: string, store?: OffsetStore) {
    const clusters: Cluster[] = [];
    const onCluster = (made: Cluster) => clusters.push(made);
    this.#admin = createKafkaClient(connection, logger, { metadataTolerance: 'topics', onCluster }).admin();
    const [cluster] = clusters;
    if (cluster === undefined) throw new Error('kafkajs has made an admin without a cluster');
    this.#logs = new LogBoundsReader(cluster);
    this.#groupId = groupId;
    this.#store = store;
  }

  /** By `partitionKey`; a partition whose leader does not answer is missing. */
  async load(partitions: readonly TopicPartition[]): Promise<Map<string, StartPosition>> {
    const starts = new Map<string, StartPosition>();
    if (partitions.length === 0) return starts;
    await this.#admin.connect();
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const [committed, stored] = await Promise.all([this.#committed(topics), this.#store?.load(partitions)]);
    // Afterwards, so that no position is newer than the end of the log that it is compared with.
    for (const [key, log] of await this.#logs.read(partitions)) {
      const commit = committed.get(key);
      const position = stored === undefined ? commit : toPosition(stored.get(key));
      starts.set(key, chooseStart(log, position, commit, stored !== undefined));
    }
    return starts;
  }

  /** What the offset store has of partitions, by `partitionKey`; undefined without an offset store. */
  async stored(partitions: readonly TopicPartition[]): Promise<ReadonlyMap<string, bigint> | undefined> {
    return this.#store?.load(partitions);
  }

  /** Where the logs of partitions begin and end; by `partitionKey`, as `load`. */
  async logs(partitions: readonly TopicPartition[]): Promise<ReadonlyMap<string, LogBounds>> {
    await this.#admin.connect();
    return this.#logs.read(partitions);
  }

  async close(): Promise<void> {
    await this.#admin.disconnect().catch(() => undefined);
  }

  /** A negative offset says that there is no commit. */
  async #committed(topics: string[]): Promise<Map<string, OffsetCommit>> {
    const commits = new Map<string, OffsetCommit>();
    for (const { topic, partitions } of await this.#admin.fetchOffsets({ groupId: this.#groupId, topics })) {
      for (const { partition, offset, metadata } of partitions) {
        if (Number(offset) < 0) continue;
        commits.set(partitionKey({ topic, partition }), { offset: Number(offset), metadata: metadata ?? '' });
      }
    }
    return commits;
  }
}

function toPosition(stored: bigint | undefined): OffsetCommit | undefined {
  return stored === undefined ? undefined : { offset: Number(stored), metadata: '' };
}

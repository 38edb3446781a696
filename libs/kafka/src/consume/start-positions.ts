import type { Admin } from 'kafkajs';
import type { OffsetStore } from '../offset-store.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import type { OffsetCommit } from './offset-tracker.ts';
import { chooseStart, type StartPosition } from './start-position.ts';

/** Finds out from where partitions are to be read. */
export class StartPositions {
  readonly #admin: Admin;
  readonly #groupId: string;
  readonly #store: OffsetStore | undefined;

  constructor(admin: Admin, groupId: string, store: OffsetStore | undefined) {
    this.#admin = admin;
    this.#groupId = groupId;
    this.#store = store;
  }

  /** By `partitionKey`; a partition that the broker does not know is missing. */
  async load(partitions: readonly TopicPartition[]): Promise<Map<string, StartPosition>> {
    const starts = new Map<string, StartPosition>();
    if (partitions.length === 0) return starts;
    await this.#admin.connect();
    const wanted = new Set(partitions.map(partitionKey));
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const [committed, stored, logs] = await Promise.all([
      this.#committed(topics),
      this.#store?.load(partitions),
      Promise.all(
        topics.map(async (topic) => ({ topic, bounds: await this.#admin.fetchTopicOffsets(topic) })),
      ),
    ]);
    for (const { topic, bounds } of logs) {
      for (const { partition, low, high } of bounds) {
        const key = partitionKey({ topic, partition });
        if (!wanted.has(key)) continue;
        const commit = committed.get(key);
        const position = stored === undefined ? commit : toPosition(stored.get(key));
        const log = { low: Number(low), high: Number(high) };
        starts.set(key, chooseStart(log, position, commit, stored !== undefined));
      }
    }
    return starts;
  }

  /** kafkajs commits negative offsets when it finds a position outside the log: they say nothing. */
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

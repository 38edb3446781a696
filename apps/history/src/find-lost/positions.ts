import type { Pool } from '@casewire/database';
import { topicName, type TopicKey } from '@casewire/events';
import { loadOffsets, type LostRange, type NotedOffsets } from '@casewire/invocation-ledger';
import { consumerGroupId, type KafkaAdmin, type PartitionOffsets } from '@casewire/kafka';

/** The bounds of a topic's log, by partition. */
export interface LogBounds {
  /** The first offset that can be read. */
  readonly start: PartitionOffsets;
  /** The next offset to be written. */
  readonly end: PartitionOffsets;
}

type Admin = Pick<KafkaAdmin, 'clusterId' | 'endOffsets' | 'earliestOffsets' | 'committedOffsets'>;

/** Reads where topics end, and how far consumer groups and the ledger have come. Topics go by their short names. */
export class Positions {
  readonly #admin: Admin;
  readonly #pool: Pool;
  readonly #prefix: string;
  #clusterId: Promise<string> | undefined;

  constructor(admin: Admin, pool: Pool, prefix: string) {
    this.#admin = admin;
    this.#pool = pool;
    this.#prefix = prefix;
  }

  /** Asks Kafka once: a process stays with its cluster. */
  readonly clusterId = async (): Promise<string> => {
    this.#clusterId ??= this.#admin.clusterId();
    try {
      return await this.#clusterId;
    } catch (error) {
      this.#clusterId = undefined;
      throw error;
    }
  };

  end(topic: TopicKey): Promise<PartitionOffsets> {
    return this.#admin.endOffsets(topicName(this.#prefix, topic));
  }

  async log(topic: TopicKey): Promise<LogBounds> {
    const name = topicName(this.#prefix, topic);
    const [start, end] = await Promise.all([this.#admin.earliestOffsets(name), this.#admin.endOffsets(name)]);
    return { start, end };
  }

  /** Records that the ledger has not applied and that the topic no longer holds. */
  async lost(topic: TopicKey): Promise<LostRange[]> {
    // The ledger first: records that are written and applied meanwhile must not seem to lie beyond the end of the log.
    const applied = await this.applied(topic);
    const { start, end } = await this.log(topic);
    return [...start].flatMap(([partition, to]) => {
      const from = applied.get(partition) ?? 0n;
      const isLost = from < to || from > (end.get(partition) ?? from);
      return isLost ? [{ topic: topicName(this.#prefix, topic), partition, from, to }] : [];
    });
  }

  /** The offsets that a service's consumer group has committed. */
  committed(
    service: 'ingestion' | 'matching' | 'delivery' | 'history',
    topic: TopicKey,
  ): Promise<PartitionOffsets> {
    const group = consumerGroupId(this.#prefix, service);
    return this.#admin.committedOffsets(group, topicName(this.#prefix, topic));
  }

  /** The next offsets that the ledger will apply. */
  async applied(topic: TopicKey): Promise<PartitionOffsets> {
    const name = topicName(this.#prefix, topic);
    const positions = await loadOffsets(this.#pool, await this.clusterId());
    return new Map(
      positions.filter((each) => each.topic === name).map((each) => [each.partition, each.nextOffset]),
    );
  }
}

/**
 * Whether a reader has passed the noted offset of every partition. It has if its position or the start of the log has
 * reached the offset, or if the log ends before the offset: the record there can no longer be read.
 * @param positions next offset to be read, by partition; a partition that the reader has not begun is missing
 */
export function hasPassed(noted: NotedOffsets, positions: PartitionOffsets, log: LogBounds): boolean {
  return Object.entries(noted).every(([partition, offset]) => {
    const target = BigInt(offset);
    const at = Number(partition);
    const position = positions.get(at) ?? 0n;
    const start = log.start.get(at) ?? 0n;
    const end = log.end.get(at) ?? 0n;
    return position >= target || start >= target || end < target;
  });
}

/** Offsets in the form that the ledger keeps. */
export function toNoted(offsets: PartitionOffsets): NotedOffsets {
  return Object.fromEntries([...offsets].map(([partition, offset]) => [partition, String(offset)]));
}

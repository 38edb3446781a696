import type { Pool } from '@casewire/database';
import { topicName, type TopicKey } from '@casewire/events';
import { loadOffsets, type LostRange } from '@casewire/invocation-ledger';
import { consumerGroupId, type KafkaAdmin, type PartitionOffsets } from '@casewire/kafka';
import type { LogBounds } from './has-passed.ts';

type Admin = Pick<KafkaAdmin, 'clusterId' | 'endOffsets' | 'earliestOffsets' | 'committedOffsets'>;

/** Where logs, groups and the ledger stand, by short topic names. */
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

  /** Asked once: a process stays with its cluster. */
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

  /** What the ledger has not applied of a topic although its log does not hold it any more. */
  async lost(topic: TopicKey): Promise<LostRange[]> {
    // In this order: what is applied meanwhile must not seem to lie beyond the log's end.
    const applied = await this.applied(topic);
    const { start, end } = await this.log(topic);
    return [...start].flatMap(([partition, to]) => {
      const from = applied.get(partition) ?? 0n;
      const isLost = from < to || from > (end.get(partition) ?? from);
      return isLost ? [{ topic: topicName(this.#prefix, topic), partition, from, to }] : [];
    });
  }

  /** What a service's consumer group has committed. */
  committed(service: 'delivery' | 'history', topic: TopicKey): Promise<PartitionOffsets> {
    const group = consumerGroupId(this.#prefix, service);
    return this.#admin.committedOffsets(group, topicName(this.#prefix, topic));
  }

  /** What the ledger has applied. */
  async applied(topic: TopicKey): Promise<PartitionOffsets> {
    const name = topicName(this.#prefix, topic);
    const positions = await loadOffsets(this.#pool, await this.clusterId());
    return new Map(
      positions.filter((each) => each.topic === name).map((each) => [each.partition, each.nextOffset]),
    );
  }
}

import { topicName, type TopicKey } from '@casewire/events';
import type { KafkaAdmin, PartitionOffsets } from '@casewire/kafka';
import { prefix } from './records.ts';

/** A cluster whose offsets are set by hand. Every topic has one partition. */
export class FakeCluster implements Pick<
  KafkaAdmin,
  'clusterId' | 'endOffsets' | 'earliestOffsets' | 'committedOffsets'
> {
  readonly #ends = new Map<string, bigint>();
  readonly #starts = new Map<string, bigint>();
  readonly #committed = new Map<string, bigint>();

  setEnd(topic: TopicKey, offset: bigint): void {
    this.#ends.set(topicName(prefix, topic), offset);
  }

  setStart(topic: TopicKey, offset: bigint): void {
    this.#starts.set(topicName(prefix, topic), offset);
  }

  commit(service: string, topic: TopicKey, offset: bigint): void {
    this.#committed.set(`${prefix}${service} ${topicName(prefix, topic)}`, offset);
  }

  clusterId(): Promise<string> {
    return Promise.resolve('cluster-1');
  }

  endOffsets(topic: string): Promise<PartitionOffsets> {
    return Promise.resolve(new Map([[0, this.#ends.get(topic) ?? 0n]]));
  }

  earliestOffsets(topic: string): Promise<PartitionOffsets> {
    return Promise.resolve(new Map([[0, this.#starts.get(topic) ?? 0n]]));
  }

  committedOffsets(groupId: string, topic: string): Promise<PartitionOffsets> {
    const offset = this.#committed.get(`${groupId} ${topic}`);
    return Promise.resolve(offset === undefined ? new Map() : new Map([[0, offset]]));
  }
}

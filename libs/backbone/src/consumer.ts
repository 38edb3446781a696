import type { TopicKey } from '@casewire/events';
import {
  consumerGroupId,
  KafkaStrategy,
  type KafkaAdmin,
  type KafkaStrategyOptions,
  type PartitionOffsets,
} from '@casewire/kafka';
import type { Metrics } from '@casewire/observability';
import { countConsumer, showConsumer } from './consumer-metrics.ts';
import { topicKey } from './topic-label.ts';
import { isTransient } from './transient.ts';

/** How a service reads, as far as it differs from the defaults. */
export interface ConsumerChoices extends Pick<
  KafkaStrategyOptions,
  'limits' | 'offsetStore' | 'upstreamTopics' | 'holderOf'
> {
  /**
   * For a service that keeps its positions outside Kafka: the next offset to be finished of each partition of a topic,
   * from which the consumer's lag is counted. Default: what the group has committed.
   */
  readonly readPositions?: (topic: TopicKey) => Promise<PartitionOffsets>;
}

/** What the backbone gives its consumer. */
interface ConsumerParts extends Pick<KafkaStrategyOptions, 'connection' | 'prefix' | 'producer' | 'logger'> {
  readonly service: string;
  readonly admin: KafkaAdmin;
  readonly metrics: Metrics;
}

/** A consumer that joins nothing before it listens, with its metrics. */
export function createConsumer(
  { service, admin, metrics, ...parts }: ConsumerParts,
  { readPositions, ...choices }: ConsumerChoices = {},
): KafkaStrategy {
  const { prefix } = parts;
  const groupId = consumerGroupId(prefix, service);
  const observer = countConsumer(metrics, prefix);
  const strategy = new KafkaStrategy({ ...parts, groupId, observer, isTransient, ...choices });
  showConsumer(metrics, {
    strategy,
    admin,
    prefix,
    readPositions: (fullName) => {
      const key = topicKey(prefix, fullName);
      if (readPositions === undefined || key === undefined) return admin.committedOffsets(groupId, fullName);
      return readPositions(key);
    },
  });
  return strategy;
}

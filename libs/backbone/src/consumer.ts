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

/** The choices of a service about its consumer, where they differ from the defaults. */
export interface ConsumerChoices extends Pick<
  KafkaStrategyOptions,
  'limits' | 'offsetStore' | 'upstreamTopics' | 'holderOf'
> {
  /**
   * For a service that keeps its positions outside Kafka: the next offset to be finished of each partition of a topic,
   * from which the consumer's lag is counted. Default: the offset that the group has committed.
   */
  readonly readPositions?: (topic: TopicKey) => Promise<PartitionOffsets>;
}

/** The parts of the backbone that a consumer needs. */
interface ConsumerParts extends Pick<KafkaStrategyOptions, 'connection' | 'prefix' | 'producer' | 'logger'> {
  readonly service: string;
  readonly admin: KafkaAdmin;
  readonly metrics: Metrics;
}

/** Makes a consumer with its metrics. It joins its group when it begins to listen. */
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

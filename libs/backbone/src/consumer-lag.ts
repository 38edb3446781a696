import { topicName, type TopicKey } from '@casewire/events';
import { consumerLag, type KafkaAdmin } from '@casewire/kafka';
import type { Metrics } from '@casewire/observability';

/** How long a figure is shown before the brokers are asked again. */
const INTERVAL_MS = 5_000;

/** Records of each topic that the group has not committed, of all partitions: every process of it reports the same. */
export function exposeConsumerLag(
  metrics: Metrics,
  admin: KafkaAdmin,
  group: { readonly id: string; readonly prefix: string; readonly topics: readonly TopicKey[] },
): void {
  let askedAt = -Infinity;
  metrics.gauge(
    'casewire_consumer_lag_records',
    'Records of a topic that the service has not finished yet',
    ['topic'],
    async (gauge) => {
      if (performance.now() - askedAt < INTERVAL_MS) return;
      askedAt = performance.now();
      for (const topic of group.topics) {
        const lag = await consumerLag(admin, group.id, topicName(group.prefix, topic)).catch(() => undefined);
        // While the brokers are away the last figure stays.
        if (lag !== undefined)
          gauge.set({ topic }, Number([...lag.values()].reduce((sum, one) => sum + one, 0n)));
      }
    },
  );
}

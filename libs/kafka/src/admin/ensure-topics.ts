import type { TopicKey } from '@casewire/events';
import type { KafkaAdmin } from './kafka-admin.ts';

export interface TopicSettings {
  /** Default 12. */
  readonly partitions?: number;
  /** Copies of each record. With 3, two of them must be in sync for a write. Default: the brokers' default. */
  readonly replication?: number;
  /** Bytes of the largest batch: twice the largest event. */
  readonly maxMessageBytes: number;
}

/** An existing topic would lose or refuse records; the message names the command that mends it. */
export class TopicMisconfiguredError extends Error {
  override readonly name = 'TopicMisconfiguredError';
}

/**
 * Creates Casewire's topics that are absent and checks those that exist.
 * @throws TopicMisconfiguredError naming every problem and the commands that mend them.
 */
export function ensureTopics(
  admin: KafkaAdmin,
  prefix: string,
  keys: readonly TopicKey[],
  settings: TopicSettings,
): Promise<void> {
  return Promise.reject(
    new Error(`not yet: ${prefix} ${keys.length} ${settings.maxMessageBytes} ${typeof admin}`),
  );
}

import { topicName, topics, type TopicKey } from '@casewire/events';
import type { KafkaAdmin, NewTopic, TopicDescription } from './kafka-admin.ts';

export interface TopicSettings {
  /** Of each topic that is made. */
  readonly partitions: number;
  /** Copies of each record. With 3, two of them must be in sync for a write. Default: the brokers' default. */
  readonly replication?: number;
  /** Bytes of the largest batch: twice the largest event. */
  readonly maxMessageBytes: number;
}

/** An existing topic would lose or refuse records. The message names the command that mends it. */
class TopicMisconfiguredError extends Error {
  override readonly name = 'TopicMisconfiguredError';
}

/** Topics whose keys are webhook ids: a webhook must have the same partition on each of them. */
const alikePartitioned: readonly TopicKey[] = ['deliveries', 'ordered', 'attempts'];

/**
 * Makes those of Casewire's topics that are absent, and checks those that exist.
 * @throws TopicMisconfiguredError naming every problem and the commands that mend them.
 */
export async function ensureTopics(
  admin: KafkaAdmin,
  prefix: string,
  keys: readonly TopicKey[],
  settings: TopicSettings,
): Promise<void> {
  const wanted = keys.map((key) => describe(prefix, key, settings));
  const existing = await admin.describeTopics(wanted.map(({ name }) => name));
  const known = new Set(existing.map(({ name }) => name));
  const absent = wanted.filter(({ name }) => !known.has(name));
  if (absent.length > 0) await admin.createTopics(absent);
  const problems = [
    ...existing.flatMap((topic) => problemsOf(topic, settings)),
    ...unequalPartitions(
      prefix,
      await admin.describeTopics(alikePartitioned.map((key) => topicName(prefix, key))),
    ),
  ];
  if (problems.length > 0) throw new TopicMisconfiguredError(problems.join('\n'));
}

function describe(prefix: string, key: TopicKey, settings: TopicSettings): NewTopic {
  const { partitions, replication, maxMessageBytes } = settings;
  return {
    name: topicName(prefix, key),
    partitions,
    replication,
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(topics[key].retentionMs),
      'max.message.bytes': String(maxMessageBytes),
      'unclean.leader.election.enable': 'false',
      ...(replication !== undefined && replication >= 3 && { 'min.insync.replicas': '2' }),
    },
  };
}

function problemsOf({ name, config }: TopicDescription, { maxMessageBytes }: TopicSettings): string[] {
  const problems: string[] = [];
  const demand = (setting: string, found: string | undefined, isFine: boolean, value: string): void => {
    if (isFine) return;
    problems.push(
      `topic ${name} has ${setting}=${found ?? 'nothing'}, it must be ${value}: ` +
        `kafka-configs.sh --bootstrap-server BROKER --alter --topic ${name} --add-config ${setting}=${value}`,
    );
  };
  const policy = config['cleanup.policy'];
  demand('cleanup.policy', policy, policy === 'delete', 'delete');
  const bytes = config['max.message.bytes'];
  demand('max.message.bytes', bytes, Number(bytes) >= maxMessageBytes, String(maxMessageBytes));
  const unclean = config['unclean.leader.election.enable'];
  demand('unclean.leader.election.enable', unclean, unclean === 'false', 'false');
  return problems;
}

function unequalPartitions(prefix: string, found: readonly TopicDescription[]): string[] {
  const most = Math.max(...found.map(({ partitions }) => partitions));
  return found
    .filter(({ partitions }) => partitions < most)
    .map(
      ({ name, partitions }) =>
        `topic ${name} has ${partitions} partitions, but deliveries, ordered and attempts of ${prefix} must have equally many: ` +
        `drain them first, then kafka-topics.sh --bootstrap-server BROKER --alter --topic ${name} --partitions ${most}`,
    );
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicName } from '@casewire/events';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import {
  createKafkaAdmin,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
  type BatchHandler,
  type KafkaAdmin,
  type KafkaStrategyOptions,
} from './index.ts';
import { KAFKA_TRANSPORT } from './nest/kafka-batch.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const connection = { brokers: kafkaBrokers(), clientId: 'kafka-spec' };

let producer: RecordProducer;
let admin: KafkaAdmin;

beforeAll(() => {
  producer = new RecordProducer({ connection, logger: silent });
  producer.start();
  admin = createKafkaAdmin(connection, silent);
});

afterAll(async () => {
  await producer.stop();
  await admin.close();
});

/** Topics of their own with a consumer that a plain function handles. */
async function consumer(handler: BatchHandler, options: Partial<KafkaStrategyOptions> = {}) {
  const prefix = options.prefix ?? testTopicPrefix();
  await ensureTopics(admin, prefix, ['accepted', 'rejected'], { partitions: 4, maxMessageBytes: 2_000_000 });
  const start = async (): Promise<KafkaStrategy> => {
    const strategy = new KafkaStrategy({
      connection,
      groupId: `${prefix}group`,
      prefix,
      producer,
      logger: silent,
      ...options,
    });
    strategy.addHandler(['spec'] as never, ((batch: never) => handler(batch)) as never, true, {
      topics: 'accepted',
    });
    strategy.listen(() => undefined);
    await eventually(
      () => {
        expect(strategy.ready).toBe(true);
      },
      { deadlineMs: 20_000 },
    );
    return strategy;
  };
  return { prefix, topic: topicName(prefix, 'accepted'), start };
}

describe(String(KAFKA_TRANSPORT), () => {
  it('hands over what was produced, in order per key, and commits it', async () => {
    const seen: string[] = [];
    const { prefix, topic, start } = await consumer((batch) => {
      seen.push(...batch.records.map(({ value }) => String(value)));
      return Promise.resolve(batch.records.map(() => ({ kind: 'done' as const })));
    });
    const strategy = await start();
    await producer.sendAll(
      Array.from({ length: 1_000 }, (_, index) => ({ topic, key: 'k', value: Buffer.from(String(index)) })),
    );
    await eventually(() => {
      expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => String(index)));
    });
    await strategy.close();
    const committed = await admin.committedOffsets(`${prefix}group`, topic);
    expect([...committed.values()].reduce((sum, offset) => sum + offset, 0n)).toBe(1_000n);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import {
  decodeDeliveryHeaders,
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  encodeReleaseOutcome,
  topicName,
  type DeliveryMetadata,
  type NextStep,
  type TopicKey,
} from '@casewire/events';
import { findInvocation, type InvocationSummary } from '@casewire/invocation-ledger';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useAdmin, useDatabase, useProducer, useResource } from '@casewire/testing/fixtures';
import { startHistory } from './testing/history.fixture.ts';
import { attemptOf, body, deliveryOf } from './testing/records.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' } as const;
const prefix = testTopicPrefix();
const kafka = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });

/** Takes the place of the delivery service: answers every release that it reads as `decide` says; undefined: not at all. */
class DeliveryDouble {
  readonly releases: DeliveryMetadata[] = [];
  decide: (delivery: DeliveryMetadata) => NextStep | undefined = () => ({ kind: 'done' });
  #consumer: Consumer | undefined;

  async start(): Promise<void> {
    this.#consumer = kafka.consumer({
      groupId: `${prefix}delivery`,
      sessionTimeout: 6_000,
      heartbeatInterval: 500,
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: topicName(prefix, 'deliveries'), fromBeginning: true });
    await this.#consumer.run({
      autoCommitThreshold: 1,
      eachMessage: async ({ message }) => {
        const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
        const delivery = decodeDeliveryHeaders(Object.fromEntries(headers) as Record<string, string>);
        this.releases.push(delivery);
        const next = this.decide(delivery);
        if (next !== undefined) await answer(delivery, next);
      },
    });
  }

  async stop(): Promise<void> {
    await this.#consumer?.disconnect();
  }

  /** Release numbers of an invocation, in the order in which they were read. */
  releasesOf({ invocationId }: DeliveryMetadata): number[] {
    return this.releases.filter((each) => each.invocationId === invocationId).map(({ release }) => release);
  }
}

const database = useDatabase();
const { pool } = database;
/** The processes that run now. */
const history = useResource(async () => ({ services: [await startHistory(database.url, prefix)] }), {
  close: ({ services }) => Promise.all(services.map((service) => service.stop())),
});
const producer = useProducer();
const admin = useAdmin();
const delivery = useResource(startDeliveryDouble, { close: (double) => double.stop() });

async function startDeliveryDouble(): Promise<DeliveryDouble> {
  const double = new DeliveryDouble();
  await double.start();
  return double;
}

async function produce(
  topic: TopicKey,
  { webhookId }: DeliveryMetadata,
  headers: Record<string, string>,
  value: Buffer = body,
): Promise<void> {
  const messages = [{ key: webhookId, value, headers }];
  await producer.send({ topic: topicName(prefix, topic), acks: -1, messages });
}

async function match(deliveries: readonly DeliveryMetadata[]): Promise<void> {
  const messages = deliveries.map((each) => ({
    key: each.webhookId,
    value: body,
    headers: encodeDeliveryHeaders(each),
  }));
  await producer.send({ topic: topicName(prefix, 'deliveries'), acks: -1, messages });
}

async function answer(delivered: DeliveryMetadata, next: NextStep): Promise<void> {
  const outcome = { delivery: delivered, attempt: attemptOf({ number: delivered.attempt }), next };
  await produce('attempts', delivered, {}, encodeReleaseOutcome(outcome));
}

function shown(invocation: DeliveryMetadata): Promise<InvocationSummary | undefined> {
  return findInvocation(pool, scope, invocation.invocationId);
}

async function untilShown(invocation: DeliveryMetadata, state: Partial<InvocationSummary>): Promise<void> {
  await eventually(async () => {
    expect(await shown(invocation)).toMatchObject(state);
  });
}

describe('history, on Kafka and PostgreSQL', () => {
  it('records a delivery', async () => {
    const invocation = deliveryOf();
    await match([invocation]);
    await untilShown(invocation, { status: 'delivered', attempts: 1, responseCode: 200 });
  });

  it('releases a retry when it is due, with the next numbers', async () => {
    const invocation = deliveryOf();
    delivery.decide = ({ release }) =>
      release < 3 ? { kind: 'retry', at: Date.now() + 50 } : { kind: 'done' };
    await match([invocation]);
    await untilShown(invocation, { status: 'delivered', attempts: 3 });
    const numbers = delivery.releases
      .filter(({ invocationId }) => invocationId === invocation.invocationId)
      .map(({ release, attempt }) => [release, attempt]);
    expect(numbers).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('releases ordered invocations one at a time, in their order, through failures', async () => {
    const invocations = Array.from({ length: 5 }, () => deliveryOf({ webhookId: 'wh-ordered' }));
    delivery.decide = ({ release }) => (release === 1 ? { kind: 'retry', at: Date.now() } : { kind: 'done' });
    for (const invocation of invocations) {
      await produce(
        'ordered',
        invocation,
        encodeOrderedHeaders(invocation, { kind: 'ordered', orderingKey: 'k' }),
      );
    }
    for (const invocation of invocations) await untilShown(invocation, { status: 'delivered', attempts: 2 });
    const order = delivery.releases
      .filter(({ webhookId }) => webhookId === 'wh-ordered')
      .map(({ invocationId }) => invocations.findIndex((each) => each.invocationId === invocationId));
    expect(order).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('dead-letters a record that can never be applied, and goes on', async () => {
    delivery.decide = () => ({ kind: 'done' });
    const invocation = deliveryOf({ webhookId: 'wh-poison' });
    await produce('attempts', invocation, {}, Buffer.from('garbage'));
    await match([invocation]);
    await untilShown(invocation, { status: 'delivered' });
    await eventually(async () => {
      const ends = await admin.fetchTopicOffsets(topicName(prefix, 'rejected'));
      expect(ends.reduce((sum, { high }) => sum + Number(high), 0)).toBe(1);
    });
  });

  it('sends deliveries again that were deleted before the group read them, and no others', async () => {
    await delivery.stop();
    const lost = Array.from({ length: 20 }, (_, index) => deliveryOf({ webhookId: `wh-${index}` }));
    await match(lost);
    for (const invocation of lost) await untilShown(invocation, { releaseState: 'released' });
    const topic = topicName(prefix, 'deliveries');
    const ends = await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    const before = delivery.releases.length;
    await delivery.start();
    for (const invocation of lost) await untilShown(invocation, { status: 'delivered', attempts: 1 });
    expect(delivery.releases).toHaveLength(before + lost.length);
    expect(new Set(delivery.releases.slice(before).map(({ release }) => release))).toEqual(new Set([2]));
  });

  it('sends nothing again to a delivery group that lags through several cuts', async () => {
    await delivery.stop();
    const waiting = Array.from({ length: 50 }, (_, index) => deliveryOf({ webhookId: `wh-${index}` }));
    await match(waiting);
    const begunAt = Date.now();
    for (const invocation of waiting) await untilShown(invocation, { releaseState: 'released' });
    await eventually(async () => {
      const { rows } = await pool.query(
        'SELECT 1 FROM history.cuts WHERE begun_at > $1 AND deliveries_end IS NOT NULL AND finished_at IS NULL',
        [new Date(begunAt)],
      );
      expect(rows).toHaveLength(1);
    });
    await delivery.start();
    for (const invocation of waiting) await untilShown(invocation, { status: 'delivered', attempts: 1 });
    for (const invocation of waiting) expect(delivery.releasesOf(invocation)).toEqual([1]);
  });

  it('goes on where a log was cut off while it was away', async () => {
    await Promise.all(history.services.map((service) => service.stop()));
    await delivery.stop();
    const topic = topicName(prefix, 'deliveries');
    await match(Array.from({ length: 24 }, (_, index) => deliveryOf({ webhookId: `wh-gap-${index}` })));
    const ends = await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    await delivery.start();
    const after = Array.from({ length: 24 }, (_, index) => deliveryOf({ webhookId: `wh-gap-${index}` }));
    await match(after);
    history.services = [await startHistory(database.url, prefix)];
    for (const invocation of after) await untilShown(invocation, { status: 'delivered' });
  });

  it('shares the work between two processes, and loses nothing when one stops', async () => {
    history.services.push(await startHistory(database.url, prefix));
    delivery.decide = ({ release }) => (release === 1 ? { kind: 'retry', at: Date.now() } : { kind: 'done' });
    const invocations = Array.from({ length: 200 }, (_, index) =>
      deliveryOf({ webhookId: `wh-${index % 17}` }),
    );
    await match(invocations.slice(0, 100));
    await match(invocations.slice(100));
    await history.services.shift()?.stop();
    for (const invocation of invocations) await untilShown(invocation, { status: 'delivered', attempts: 2 });
    for (const invocation of invocations) expect(delivery.releasesOf(invocation)).toEqual([1, 2]);
  });
});

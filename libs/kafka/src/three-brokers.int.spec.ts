import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { topicName } from '@casewire/events';
import { eventually, testTopicPrefix } from '@casewire/testing';
import { useKafkaCluster, useResource } from '@casewire/testing/fixtures';
import { Kafka, logLevel } from 'kafkajs';
import { outdated, repeatedOutside, silent, watchCommits, type Given } from './consumer.fixture.ts';
import {
  KafkaStrategy,
  RecordProducer,
  RecordTooLargeError,
  type RecordBatch,
  type Settlement,
} from './index.ts';
import { rates, SteadyLoad, TICK_MS, valuesOnTopic, type KeyLoad } from './three-brokers.fixture.ts';

const PARTITIONS = 6;
/** It has copies on the brokers 1 and 3 alone, and needs both: while 3 is away it takes no records. */
const THIN_PARTITION = 5;
const AWAY_MS = 40_000;
const MAX_MESSAGE_BYTES = 50_000;
const NEIGHBOUR = 'neighbour';
const NEIGHBOURS = [0, 1, 2];

const prefix = testTopicPrefix();
const topic = topicName(prefix, 'accepted');
const outputs = topicName(prefix, 'deliveries');
const done: Settlement = { kind: 'done' };

const cluster = useKafkaCluster();
const connection = () => ({ brokers: cluster.brokers.split(','), clientId: 'three-brokers' });
const producer = useResource(() => new RecordProducer({ connection: connection(), logger: silent }), {
  close: (opened) => opened.stop(),
});

beforeAll(async () => {
  await createTopics();
  producer.start();
});

/** Runs something with a plain client. */
async function administer(work: (admin: ReturnType<Kafka['admin']>) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ ...connection(), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await work(admin);
  await admin.disconnect();
}

const all = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const healthy = all.filter((partition) => partition !== THIN_PARTITION);
/** All brokers, beginning with another one than the topic was made with for most partitions. */
const rotated = (partition: number) => [0, 1, 2].map((copy) => ((partition + copy) % 3) + 1);

async function createTopics(): Promise<void> {
  await administer(async (admin) => {
    const configEntries = [{ name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) }];
    const shape = { numPartitions: PARTITIONS, replicationFactor: 3, configEntries };
    await admin.createTopics({
      waitForLeaders: false,
      topics: [topic, outputs].map((name) => ({ topic: name, ...shape })),
    });
    await reassign(admin, () => [1, 3], [THIN_PARTITION]);
  });
}

/** Gives partitions of the topic other copies. The first of them is to lead, which the controller sees to. */
async function reassign(
  admin: ReturnType<Kafka['admin']>,
  replicas: (partition: number) => number[],
  partitions: readonly number[],
): Promise<void> {
  const partitionAssignment = partitions.map((partition) => ({ partition, replicas: replicas(partition) }));
  await eventually(() => admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] }));
}

/** A member that makes a record on the other topic of each record, as matching does, and notes what it is given. */
async function join(given: Given[]) {
  const strategy = new KafkaStrategy({
    connection: connection(),
    groupId: `${prefix}group`,
    prefix,
    producer,
    logger: silent,
  });
  const handle = ({ records, isHeld }: RecordBatch) => {
    const at = performance.now();
    given.push(...records.map(({ partition, offset }) => ({ partition, offset, at })));
    return Promise.resolve(
      records.map(async (record) => {
        const { key, value } = record;
        await producer.send({ topic: outputs, key, value }, { isWanted: () => isHeld(record) });
        return done;
      }),
    );
  };
  strategy.addHandler('spec', handle, true, { topics: 'accepted', keepsOrder: true });
  strategy.listen(() => undefined);
  await eventually(() => {
    expect(strategy.ready).toBe(true);
  });
  return strategy;
}

/** Waits until the load of these keys has gone on for so long since an instant, by what was acknowledged of it. */
async function untilLoaded(keys: readonly KeyLoad[], since: number, ms: number): Promise<void> {
  await eventually(
    () => {
      for (const { acknowledgedAt } of keys)
        expect(acknowledgedAt.filter((at) => at > since).length).toBeGreaterThan(ms / TICK_MS);
    },
    { deadlineMs: ms + 60_000, intervalMs: 250 },
  );
}

/** Sends a record that its topic refuses among others of its partition. */
async function sendMixed(): Promise<void> {
  const record = (key: string, value: Buffer) => ({ topic, key, partition: 0, value });
  const mixed = ['0', '1', 'large', '2'].map((value) =>
    value === 'large'
      ? record(value, randomBytes(2 * MAX_MESSAGE_BYTES)) // Compression makes it no smaller.
      : record(NEIGHBOUR, Buffer.from(value)),
  );
  const results = await Promise.allSettled(mixed.map((each) => producer.send(each)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  const [, , large] = results;
  expect(large?.status === 'rejected' && large.reason).toBeInstanceOf(RecordTooLargeError);
}

it('while a broker goes and comes, a partition takes nothing for 40 s, leaders move, a record is refused and members join: nothing is lost, nothing is twice on its topic, keys keep their order, and other partitions go on at full rate', async () => {
  const given: Given[] = [];
  const first = await join(given);
  const commits = watchCommits(connection().brokers, `${prefix}group`, topic);
  const load = new SteadyLoad(producer, topic, all, 3);
  const [thin = [], others = []] = [true, false].map((isThin) =>
    load.keys.filter(({ partition }) => (partition === THIN_PARTITION) === isThin),
  );
  load.start();
  await untilLoaded(load.keys, 0, 1_000);

  await administer((admin) => reassign(admin, rotated, healthy));
  const stoppingAt = performance.now();
  await cluster.stopNode(3);
  const awayAt = performance.now();
  await sendMixed();
  const second = await join(given);
  await untilLoaded(others, performance.now(), 2_000);
  await second.close();
  const third = await join(given);
  await untilLoaded(others, awayAt, AWAY_MS);
  const backAt = performance.now();
  expect(thin.flatMap(({ acknowledgedAt }) => acknowledgedAt).filter((at) => at > awayAt + 1_000)).toEqual(
    [],
  );

  await cluster.startNode(3);
  const away = { from: stoppingAt, to: performance.now() };
  await untilLoaded(thin, awayAt, AWAY_MS);
  // Until the controller takes 2 for gone, the others' leaders have appended what they wait in vain for it to copy.
  await cluster.killNode(2);
  const killedAt = performance.now();
  await untilLoaded(thin, killedAt, 5_000);
  await cluster.startNode(2);
  const killed = { from: killedAt, to: performance.now() };
  await load.stop();
  const sent = load.keys.reduce((total, each) => total + each.sent, NEIGHBOURS.length);
  await eventually(() => {
    const committed = [...(commits.seen.at(-1)?.offsets.values() ?? [])].map(Number);
    expect(committed.reduce((total, each) => total + each, 0)).toBe(sent);
  });
  await commits.stop();
  await first.close();
  await third.close();

  const [onTopic, onOutputs] = await Promise.all([
    valuesOnTopic(connection().brokers, topic),
    valuesOnTopic(connection().brokers, outputs),
  ]);
  expect(onTopic.get(NEIGHBOUR)).toEqual(NEIGHBOURS);
  for (const { key, sent: count, failures } of load.keys) {
    expect(failures).toEqual([]);
    expect(onTopic.get(key)).toEqual(ascending(count));
    expect([...new Set(onOutputs.get(key))]).toEqual(ascending(count));
  }
  // Faults repeat what was taken and not committed, and nothing else: so nothing that was taken long before one or after it.
  expect(outdated(given, commits.seen)).toEqual([]);
  expect(repeatedOutside([away, killed], given)).toEqual([]);
  expect(Math.min(...rates(others, awayAt, backAt, 5_000))).toBeGreaterThan(0.8);
  expect(Math.min(...rates(thin, killedAt, killedAt + 5_000, 5_000))).toBeGreaterThan(0.8);
});

function ascending(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

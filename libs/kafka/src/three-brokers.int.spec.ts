import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { KafkaCluster } from '@casewire/embedded';
import { topicName } from '@casewire/events';
import { eventually, startTestKafkaCluster, testTopicPrefix } from '@casewire/testing';
import { Kafka, logLevel } from 'kafkajs';
import { outdated, silent, watchCommits, type Given } from './consumer.fixture.ts';
import {
  KafkaStrategy,
  RecordProducer,
  RecordTooLargeError,
  type RecordBatch,
  type Settlement,
} from './index.ts';
import { rates, SteadyLoad, valuesOnTopic } from './three-brokers.fixture.ts';

const PARTITIONS = 6;
/** It has copies on the brokers 1 and 3 alone, and needs both: while 3 is away it takes no records. */
const THIN_PARTITION = 5;
const AWAY_MS = 40_000;
const MAX_MESSAGE_BYTES = 50_000;

const prefix = testTopicPrefix();
const topic = topicName(prefix, 'accepted');
const outputs = topicName(prefix, 'deliveries');
const done: Settlement = { kind: 'done' };

let cluster: KafkaCluster;
let brokers: string[];
let producer: RecordProducer;

beforeAll(async () => {
  cluster = await startTestKafkaCluster();
  brokers = cluster.brokers.split(',');
  await createTopics();
  producer = new RecordProducer({ connection: { brokers, clientId: 'three-brokers' }, logger: silent });
  producer.start();
}, 120_000);

afterAll(async () => {
  await producer.stop();
  await cluster.stop();
}, 60_000);

/** Runs something with a plain client. */
async function administer(work: (admin: ReturnType<Kafka['admin']>) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await work(admin);
  await admin.disconnect();
}

const assign = (replicas: (partition: number) => number[], partitions: readonly number[]) =>
  partitions.map((partition) => ({ partition, replicas: replicas(partition) }));

const all = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const healthy = all.filter((partition) => partition !== THIN_PARTITION);

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
  const partitionAssignment = assign(replicas, partitions);
  await eventually(() => admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] }));
}

/** A member that makes a record on the other topic of each record, as matching does, and notes what it is given. */
async function join(given: Given[]) {
  const strategy = new KafkaStrategy({
    connection: { brokers, clientId: 'three-brokers' },
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
  strategy.addHandler('spec', handle, true, Object.assign({ topics: 'accepted' }, { keepsOrder: true }));
  strategy.listen(() => undefined);
  await eventually(
    () => {
      expect(strategy.ready).toBe(true);
    },
    { deadlineMs: 60_000 },
  );
  return strategy;
}

it('through a broker that goes and comes, one partition that takes nothing for 40 s, leaders that move, an oversized record and members that join: nothing is lost, no record is twice on its topic, keys keep their order, and other partitions go on at full rate', async () => {
  const given: Given[] = [];
  const first = await join(given);
  const commits = watchCommits(brokers, `${prefix}group`, topic);
  const load = new SteadyLoad(producer, topic, all, 3);
  load.start();
  await eventually(() => {
    expect(given.length).toBeGreaterThan(500);
  });

  await administer((admin) =>
    reassign(
      admin,
      (partition) => [(partition % 3) + 1, ((partition + 1) % 3) + 1, ((partition + 2) % 3) + 1],
      healthy,
    ),
  );
  await cluster.stopNode(3);
  const awayAt = performance.now();
  const thinKeys = load.keys.filter(({ partition }) => partition === THIN_PARTITION);
  const healthyKeys = load.keys.filter(({ partition }) => partition !== THIN_PARTITION);
  const thinBefore = thinKeys.map(({ acknowledgedAt }) => acknowledgedAt.length);

  const oversized = { topic, key: 'large', partition: 0, value: Buffer.alloc(2 * MAX_MESSAGE_BYTES) };
  const neighbours = [0, 1, 2].map((number) => ({
    topic,
    key: 'neighbour',
    partition: 0,
    value: Buffer.from(String(number)),
  }));
  const mixed = await Promise.allSettled(
    [...neighbours.slice(0, 2), oversized, ...neighbours.slice(2)].map((record) => producer.send(record)),
  );
  expect(mixed.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(mixed[2]).toMatchObject({ reason: expect.any(RecordTooLargeError) });

  const second = await join(given);
  await delay(2_000);
  await second.close();
  const third = await join(given);
  await delay(Math.max(0, awayAt + AWAY_MS - performance.now()));
  expect(
    thinKeys.map(({ acknowledgedAt }) => acknowledgedAt.filter((at) => at > awayAt + 1_000).length),
  ).toEqual(thinKeys.map(() => 0));
  const backAt = performance.now();
  await cluster.startNode(3);
  await eventually(
    () => {
      for (const [index, { acknowledgedAt }] of thinKeys.entries())
        expect(acknowledgedAt.length).toBeGreaterThan((thinBefore[index] ?? 0) + AWAY_MS / 25);
    },
    { deadlineMs: 30_000 },
  );

  await cluster.killNode(2);
  await cluster.startNode(2);
  await load.stop();
  await eventually(
    async () => {
      const admin = commits.seen.at(-1);
      const sum = [...(admin?.offsets.values() ?? [])].reduce((total, each) => total + Number(each), 0);
      expect(sum).toBe(load.keys.reduce((total, { sent }) => total + sent, 0) + neighbours.length);
      await Promise.resolve();
    },
    { deadlineMs: 60_000 },
  );
  await commits.stop();
  await first.close();
  await third.close();

  for (const { failures } of load.keys) expect(failures).toEqual([]);
  const onTopic = await valuesOnTopic(brokers, topic);
  for (const { key, sent } of load.keys) expect(onTopic.get(key)).toEqual(ascending(sent));
  expect(onTopic.get('neighbour')).toEqual([0, 1, 2]);
  const onOutputs = await valuesOnTopic(brokers, outputs);
  for (const { key, sent } of load.keys) expect([...new Set(onOutputs.get(key))]).toEqual(ascending(sent));

  const shares = rates(healthyKeys, awayAt, backAt, 5_000);
  console.log('rates', shares.map((share) => share.toFixed(2)).join(' '));
  const copies = [...onOutputs.values()].reduce(
    (sum, values) => sum + values.length - new Set(values).size,
    0,
  );
  const again = outdated(given, commits.seen);
  console.log('copies', copies, 'outdated', again.length, 'given', given.length);
  expect(Math.min(...shares)).toBeGreaterThan(0.8);
  expect(again).toEqual([]);
}, 240_000);

function ascending(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

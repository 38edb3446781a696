import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findFreePort, startKafka, type RunningKafka } from '@casewire/embedded';
import { eventually, testTopicPrefix, workspaceCache } from '@casewire/testing';
import { createBench, silent } from './consumer.fixture.ts';
import { KafkaStrategy, RecordProducer, type Settlement } from './index.ts';

const done: Settlement = { kind: 'done' };
const RESUME_DEADLINE_MS = 15_000;
let dataDir: string;
let port: number;
let kafka: RunningKafka;

const start = () => startKafka({ dataDir, port, cacheDir: join(workspaceCache, 'kafka') });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'casewire-kafka-'));
  port = await findFreePort();
  kafka = await start();
});

afterAll(async () => {
  await kafka.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('a broker that is killed under load and comes back: all goes on by itself, in order per key, nothing lost', async () => {
  const bench = await createBench([`127.0.0.1:${port}`], testTopicPrefix());
  const seen = new Map<string, number[]>();
  await bench.consume(({ records }) => {
    for (const { key, value } of records) {
      const values = seen.get(String(key)) ?? [];
      values.push(Number(String(value)));
      seen.set(String(key), values);
    }
    return Promise.resolve(records.map(() => done));
  });
  const keys = ['a', 'b', 'c', 'd'];
  const stop = new AbortController();
  let produced = 0;
  const load = (async () => {
    for (; !stop.signal.aborted; produced++) {
      await Promise.all(keys.map((key) => bench.produce(key, produced, produced + 1)));
    }
  })();
  await eventually(() => {
    expect(produced).toBeGreaterThan(100);
  });
  await kafka.kill();
  const before = produced;
  kafka = await start();
  await eventually(
    () => {
      expect(produced).toBeGreaterThan(before + 10);
      expect(seen.get('a')?.at(-1)).toBeGreaterThan(before + 5);
    },
    { deadlineMs: RESUME_DEADLINE_MS },
  );
  stop.abort();
  await load;
  await eventually(() => {
    for (const key of keys) expect(new Set(seen.get(key)).size).toBe(produced);
  });
  for (const key of keys) expect(firstSightings(seen.get(key) ?? [])).toEqual(ascending(produced));
  await bench.close();
});

it('a broker that stays away delays no end, and one that comes late no start', async () => {
  const bench = await createBench([`127.0.0.1:${port}`], testTopicPrefix());
  const running = await bench.consume(({ records }) => Promise.resolve(records.map(() => done)));
  await bench.produce('k', 0, 10);
  await kafka.kill();
  const lateProducer = new RecordProducer({
    connection: { brokers: [`127.0.0.1:${port}`], clientId: 'late' },
    logger: silent,
  });
  lateProducer.start();
  const late = new KafkaStrategy({
    connection: { brokers: [`127.0.0.1:${port}`], clientId: 'late' },
    groupId: `${bench.group}-late`,
    prefix: bench.topic.slice(0, -'accepted.v1'.length),
    producer: lateProducer,
    logger: silent,
  });
  let seen = 0;
  late.addHandler(
    'spec',
    ({ records }: { records: readonly unknown[] }) => {
      seen += records.length;
      return Promise.resolve(records.map(() => done));
    },
    true,
    { topics: 'accepted' },
  );
  late.listen(() => undefined);
  const record = { topic: bench.topic, key: 'k', value: Buffer.from('late') };
  const sent = lateProducer.send(record, { isWanted: () => true });
  const closingAt = performance.now();
  await running.close();
  await bench.producer.stop();
  expect(performance.now() - closingAt).toBeLessThan(10_000);
  kafka = await start();
  await sent;
  await eventually(
    () => {
      expect([late.ready, seen]).toEqual([true, 11]);
    },
    { deadlineMs: RESUME_DEADLINE_MS },
  );
  await late.close();
  await lateProducer.stop();
  await bench.close();
});

function firstSightings(values: readonly number[]): number[] {
  return [...new Set(values)];
}

function ascending(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

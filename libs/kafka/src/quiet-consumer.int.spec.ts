import { Socket } from 'node:net';
import { afterEach, expect, it, jest } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { createBench, type Bench } from './consumer.fixture.ts';
import type { ConsumerLimits } from './consume/limits.ts';
import type { KafkaStrategy, Settlement } from './index.ts';

const done: Settlement = { kind: 'done' };
const REST_MS = 3_000;
let bench: Bench;

afterEach(() => bench.close());

/** A consumer that has had work, and what it was given. */
async function consumerWith(
  limits: Partial<ConsumerLimits>,
): Promise<{ strategy: KafkaStrategy; seen: string[] }> {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const seen: string[] = [];
  const strategy = await bench.consume(
    ({ records }) => {
      seen.push(...records.map(({ value }) => String(value)));
      return Promise.resolve(records.map(() => done));
    },
    { limits },
  );
  await bench.produce('k', 0, 1);
  await eventually(() => {
    expect(seen).toEqual(['0']);
  });
  return { strategy, seen };
}

async function rest(ms: number): Promise<void> {
  const startedAt = performance.now();
  await eventually(() => {
    expect(performance.now() - startedAt).toBeGreaterThan(ms);
  });
}

it('a consumer without work makes one fetch and one heartbeat a second', async () => {
  await consumerWith({});
  await rest(1_500);
  const writes = jest.spyOn(Socket.prototype, 'write');
  await rest(REST_MS);
  const count = writes.mock.calls.length;
  writes.mockRestore();
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual((2 * REST_MS) / 1_000 + 2);
}, 60_000);

it('a record that comes while nothing happens is handed over at once, even where fetches wait for more', async () => {
  const { seen } = await consumerWith({ minFetchBytes: 1024 ** 2, maxWaitMs: 100, quietWaitMs: 5_000 });
  await rest(1_000);
  const sentAt = performance.now();
  await bench.produce('k', 1, 2);
  await eventually(() => {
    expect(seen).toEqual(['0', '1']);
  });
  expect(performance.now() - sentAt).toBeLessThan(2_500);
}, 60_000);

it('a consumer that is closed does not wait for the fetch that waits', async () => {
  const { strategy } = await consumerWith({ maxWaitMs: 100, quietWaitMs: 5_000, leaveDeadlineMs: 20_000 });
  await rest(1_000);
  const closedAt = performance.now();
  await strategy.close();
  expect(performance.now() - closedAt).toBeLessThan(2_500);
}, 60_000);

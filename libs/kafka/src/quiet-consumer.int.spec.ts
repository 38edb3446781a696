import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { createBench, type Bench } from './consumer.fixture.ts';
import type { ConsumerLimits } from './consume/limits.ts';
import type { KafkaStrategy, Settlement } from './index.ts';

const done: Settlement = { kind: 'done' };
/** API keys of the protocol. */
const FETCH = 1;
const HEARTBEAT = 12;

let bench: Bench;
let writes: jest.SpiedFunction<typeof Socket.prototype.write>;

beforeEach(() => {
  writes = jest.spyOn(Socket.prototype, 'write');
});

afterEach(async () => {
  writes.mockRestore();
  await bench.close();
});

/** Requests of this API that were written since the test began. */
function requestsOf(api: number): number {
  return writes.mock.calls.filter(([data]) => Buffer.isBuffer(data) && data.readInt16BE(4) === api).length;
}

/** Waits until so many more requests of an API have been written. */
async function untilMore(count: number, api: number): Promise<void> {
  const before = requestsOf(api);
  await eventually(
    () => {
      expect(requestsOf(api)).toBeGreaterThanOrEqual(before + count);
    },
    { intervalMs: 10 },
  );
}

/** A consumer that has had work and has none now, and what it was given. */
async function quietConsumer(
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
  // One fetch brings nothing. The one after it waits for a long time.
  await untilMore(2, FETCH);
  return { strategy, seen };
}

it('a consumer without work makes one fetch and one heartbeat a second', async () => {
  await quietConsumer({});
  for (const api of [FETCH, HEARTBEAT]) {
    const startedAt = performance.now();
    await untilMore(4, api);
    expect(performance.now() - startedAt).toBeGreaterThan(2_900);
  }
});

it('a record that comes while nothing happens is handed over at once, even where fetches wait for more', async () => {
  const { seen } = await quietConsumer({ minFetchBytes: 1024 ** 2, maxWaitMs: 100, quietWaitMs: 12_000 });
  const sentAt = performance.now();
  await bench.produce('k', 1, 2);
  await eventually(() => {
    expect(seen).toEqual(['0', '1']);
  });
  expect(performance.now() - sentAt).toBeLessThan(10_000);
});

it('a consumer that is closed does not wait for the fetch that waits', async () => {
  const { strategy } = await quietConsumer({ maxWaitMs: 100, quietWaitMs: 12_000, leaveDeadlineMs: 20_000 });
  const closedAt = performance.now();
  await strategy.close();
  expect(performance.now() - closedAt).toBeLessThan(10_000);
});

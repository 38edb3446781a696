import { afterEach, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { createBench, outdated, watchCommits, type Bench, type Given } from './consumer.fixture.ts';
import type { BatchHandler, RecordBatch, Settlement } from './index.ts';

const done: Settlement = { kind: 'done' };
let bench: Bench;

afterEach(() => bench.close());

const valuesOf = ({ records }: RecordBatch) => records.map(({ value }) => String(value));
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => String(from + index));

it('hands over what was produced, in order per key, and commits it', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const seen: string[] = [];
  const strategy = await bench.consume((batch) => {
    seen.push(...valuesOf(batch));
    return Promise.resolve(batch.records.map(() => done));
  });
  await bench.produce('k', 0, 1_000);
  await eventually(() => {
    expect(seen).toEqual(numbers(0, 1_000));
  });
  await strategy.close();
  expect(await bench.committed()).toBe(1_000n);
});

it('shows the last records of each partition to people, also those that stand in one batch with earlier ones', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  await bench.produce('k', 0, 100);
  const { admin, topic } = bench;
  // A broker may answer for a moment that it does not lead a new topic.
  const values = await eventually(() =>
    admin.latestRecords({ topic, perPartition: 3, toItem: ({ value }) => String(value) }),
  );
  expect(values).toEqual(numbers(97, 100));
});

it('a successor is given only what was not completed', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const never = new Promise<Settlement>(() => undefined);
  let taken = 0;
  const first = await bench.consume(
    ({ records }) => {
      taken += records.length;
      return Promise.resolve(records.map(({ value }) => (String(value).endsWith('7') ? never : done)));
    },
    { limits: { drainDeadlineMs: 100 } },
  );
  await bench.produce('k', 0, 100);
  await eventually(() => {
    expect(taken).toBe(100);
  });
  await first.close();
  const seen: string[] = [];
  await bench.consume((batch) => {
    seen.push(...valuesOf(batch));
    return Promise.resolve(batch.records.map(() => done));
  });
  await eventually(() => {
    expect(seen).toHaveLength(10);
  });
  expect(seen).toEqual(numbers(0, 100).filter((value) => value.endsWith('7')));
});

it('keeps its membership while a handler takes longer than the session', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const assignments: unknown[] = [];
  const calls: number[] = [];
  const strategy = await bench.consume(
    async ({ records }) => {
      calls.push(records.length);
      await promise;
      return records.map(() => done);
    },
    {
      limits: { sessionTimeoutMs: 6_000, maxInFlightRecords: 10 },
      observer: { onAssignment: (each) => assignments.push(each) },
    },
  );
  await bench.produce('k', 0, 50);
  await eventually(() => {
    expect(calls).toHaveLength(1);
  });
  const assignmentsBefore = assignments.length;
  const startedAt = performance.now();
  await eventually(() => {
    expect(performance.now() - startedAt).toBeGreaterThan(8_000);
  });
  expect(strategy.ready).toBe(true);
  resolve(undefined);
  await eventually(async () => {
    expect(await bench.committed()).toBe(50n);
  });
  expect(assignments).toHaveLength(assignmentsBefore);
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(50);
});

it('joins once, although the leaders of its topics come to be ready while it does', async () => {
  const counts: number[] = [];
  for (let round = 0; round < 3; round++) {
    let assignments = 0;
    const observer = { onAssignment: () => (assignments += 1) };
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 24);
    await bench.consume(({ records }) => Promise.resolve(records.map(() => done)), { observer });
    await bench.produce('k', 0, 1);
    await eventually(async () => {
      expect(await bench.committed()).toBe(1n);
    });
    counts.push(assignments);
    if (round < 2) await bench.close();
  }
  expect(counts).toEqual([1, 1, 1]);
});

it('members that come and go lose nothing, and keep what stays theirs', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const completed = new Map<string, number>();
  const handlerOf =
    (): BatchHandler =>
    ({ records }) => {
      for (const { value } of records) completed.set(String(value), (completed.get(String(value)) ?? 0) + 1);
      return Promise.resolve(records.map(() => done));
    };
  const kept: number[] = [];
  await bench.consume(handlerOf(), { observer: { onAssignment: (each) => kept.push(each.kept) } });
  let produced = 0;
  const stop = new AbortController();
  const load = (async () => {
    while (!stop.signal.aborted) {
      await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map((key) => bench.produce(`k${key}`, produced + key, produced + key + 1)),
      );
      produced += 8;
    }
  })();
  for (let round = 0; round < 3; round++) {
    const visitor = await bench.consume(handlerOf());
    await visitor.close();
  }
  stop.abort();
  await load;
  await eventually(() => {
    expect(completed.size).toBe(produced);
  });
  expect(Math.max(...kept)).toBeGreaterThan(0);
  await eventually(async () => {
    expect(await bench.committed()).toBe(BigInt(produced));
  });
});

it('what is completed when a member joins or leaves is not given to its next owner', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const completed: string[] = [];
  const handler: BatchHandler = (batch) => {
    completed.push(...valuesOf(batch));
    return Promise.resolve(batch.records.map(() => done));
  };
  let produced = 0;
  const produceAndComplete = async () => {
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map((key) =>
        bench.produce(`k${key}`, produced + 10 * key, produced + 10 * (key + 1)),
      ),
    );
    produced += 80;
    await eventually(() => {
      expect(new Set(completed).size).toBe(produced);
    });
  };
  // Nothing is committed but for the sake of a rebalance.
  const limits = { commitIntervalMs: 600_000 };
  const kept: number[] = [];
  await bench.consume(handler, { limits, observer: { onAssignment: (each) => kept.push(each.kept) } });
  await produceAndComplete();
  const visitor = await bench.consume(handler, { limits });
  await produceAndComplete();
  await visitor.close();
  await eventually(() => {
    expect(kept).toHaveLength(3);
  });
  await produceAndComplete();
  expect(completed.toSorted()).toEqual(numbers(0, produced).toSorted());
});

it('a member is given nothing again that was committed, while others join and leave and commits go on', async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix());
  const given: Given[] = [];
  const handler: BatchHandler = ({ records }) => {
    const at = performance.now();
    given.push(...records.map(({ partition, offset }) => ({ partition, offset, at })));
    return Promise.resolve(records.map(() => done));
  };
  const limits = { commitIntervalMs: 1 };
  await bench.consume(handler, { limits });
  const commits = watchCommits(kafkaBrokers(), bench.group, bench.topic);
  const stop = new AbortController();
  let produced = 0;
  const load = (async () => {
    while (!stop.signal.aborted) {
      await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map((key) => bench.produce(`k${key}`, produced + key, produced + key + 1)),
      );
      produced += 8;
    }
  })();
  for (let round = 0; round < 6; round++) {
    const visitor = await bench.consume(handler, { limits });
    await visitor.close();
  }
  stop.abort();
  await load;
  await eventually(async () => {
    expect(await bench.committed()).toBe(BigInt(produced));
  });
  await commits.stop();
  expect(commits.seen.length).toBeGreaterThan(10);
  expect(outdated(given, commits.seen)).toEqual([]);
});

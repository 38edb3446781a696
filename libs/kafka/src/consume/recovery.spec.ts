import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import fc from 'fast-check';
import type { BatchHandler, RecordBatch, Settlement } from '../batch.ts';
import { PoisonRecordsError } from '../faults.ts';
import type { KafkaRecord } from '../record.ts';
import { dispatcherOf as feed, done, limits, type Fed } from './dispatcher.fixture.ts';
import type { PartitionState } from './partition-state.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((dispatcher) => dispatcher.close()));
});

function dispatcherOf(handler: BatchHandler, options: Fed = {}) {
  const fed = feed(handler, options);
  open.push(fed.dispatcher);
  return fed;
}

const offsetsOf = ({ records }: Pick<RecordBatch, 'records'>) => records.map(({ offset }) => Number(offset));

async function untilPassed(partition: PartitionState, offset: number): Promise<void> {
  await eventually(() => {
    expect(partition.tracker.watermark).toBe(offset);
  });
}

/**
 * A handler that stores a batch after its call has returned, and then sends each record, as ingestion does.
 * @param isOdd what the store refuses, and with it the whole batch
 */
function storingHandler(isOdd: (record: KafkaRecord) => boolean) {
  const calls: number[][] = [];
  const sent: number[] = [];
  const handler: BatchHandler = ({ records }) => {
    calls.push(offsetsOf({ records }));
    const stored = nextTurn().then(() => {
      if (records.some(isOdd)) throw new Error('invalid byte sequence');
    });
    const settle = async ({ offset }: KafkaRecord): Promise<Settlement> => {
      await stored;
      sent.push(Number(offset));
      return done;
    };
    return Promise.resolve(records.map(settle));
  };
  return { handler, calls, sent };
}

describe('records whose batch fails after its call has returned', () => {
  it.each([
    ['one of four', 4, [2]],
    ['the first and the last of a hundred', 100, [0, 99]],
    ['all', 3, [0, 1, 2]],
  ])('are narrowed down to those that the store refuses: %s', async (_which, count, odd) => {
    const { handler, sent, calls } = storingHandler(({ offset }) => odd.includes(Number(offset)));
    const { partition, deadLetters } = dispatcherOf(handler, { counts: [count] });
    await untilPassed(partition, count);
    const good = Array.from({ length: count }, (_, offset) => offset).filter(
      (offset) => !odd.includes(offset),
    );
    expect(sent.toSorted((one, other) => one - other)).toEqual(good);
    expect(
      deadLetters.map(({ value }) => Number(String(value))).toSorted((one, other) => one - other),
    ).toEqual(odd);
    expect(deadLetters[0]?.headers).toMatchObject({
      'casewire-rejected-reason': 'handler-fault',
      'casewire-rejected-detail': 'Error: invalid byte sequence',
    });
    expect(calls.length).toBeLessThan(odd.length * (2 * Math.log2(count) + limits.maxFailuresAlone) + 2);
  });

  it('come back in their order when the fault passes, together', async () => {
    const calls: number[][] = [];
    const handler: BatchHandler = ({ records }) => {
      calls.push(offsetsOf({ records }));
      const isFirst = calls.length === 1;
      const settle = async (): Promise<Settlement> => {
        await nextTurn();
        if (isFirst) throw new Error('away');
        return done;
      };
      return Promise.resolve(records.map(settle));
    };
    const { partition } = dispatcherOf(handler, {
      counts: [50],
      keepsOrder: true,
      keyOf: (offset) => `k${offset % 7}`,
    });
    await untilPassed(partition, 50);
    const ascending = Array.from({ length: 50 }, (_, offset) => offset);
    expect(calls).toEqual([ascending, ascending]);
  });

  it('do not hold up others while they wait to be given again', async () => {
    const { handler, sent } = storingHandler(({ offset }) => offset === 1n);
    const { partition } = dispatcherOf(handler, {
      counts: [4],
      limits: { ...limits, retryInitialMs: 60_000, retryMaxMs: 60_000 },
    });
    await eventually(() => {
      expect(sent.toSorted()).toEqual([0, 2, 3]);
    });
    expect(partition.tracker.watermark).toBe(1);
  });

  it('each for a reason of its own are given again alone, as often as each may fail', async () => {
    const failures = new Map<bigint, number>();
    const handler: BatchHandler = ({ records }) =>
      Promise.resolve(
        records.map(async ({ offset }) => {
          await nextTurn();
          const count = failures.get(offset) ?? 0;
          if (offset % 2n === 0n || count === limits.maxFailuresAlone - 1) return done;
          failures.set(offset, count + 1);
          throw new Error(`bug of ${offset}`);
        }),
      );
    const { partition, deadLetters } = dispatcherOf(handler);
    await untilPassed(partition, 10);
    expect([...failures.keys()].toSorted()).toEqual([1n, 3n, 5n, 7n, 9n]);
    expect(deadLetters).toEqual([]);
  });
});

describe('a dead letter that the rejected topic does not take', () => {
  const stuck = { send: () => new Promise<void>(() => undefined) };

  it('holds up nothing but its own record', async () => {
    const { handler, sent } = storingHandler(() => false);
    const poisonous: BatchHandler = (batch) => {
      const [poison] = batch.records.filter(({ offset }) => offset === 3n);
      if (poison !== undefined)
        throw new PoisonRecordsError([{ record: poison, reason: 'malformed-record' }]);
      return handler(batch);
    };
    const { partition } = dispatcherOf(poisonous, { producer: stuck });
    await eventually(() => {
      expect(sent.length).toBe(9);
    });
    expect(partition.tracker.watermark).toBe(3);
  });

  it('holds up only its own partition where a store keeps the positions', async () => {
    const moved: string[] = [];
    const handler: BatchHandler = ({ records, ranges }) => {
      const [poison] = records.filter(({ partition, offset }) => partition === 0 && offset === 3n);
      if (poison !== undefined)
        throw new PoisonRecordsError([{ record: poison, reason: 'malformed-record' }]);
      moved.push(...ranges.map(({ partition, from, to }) => `${partition}: ${from}-${to}`));
      return Promise.resolve(records.map(() => done));
    };
    dispatcherOf(handler, { producer: stuck, counts: [10, 10], hasOffsetStore: true });
    await eventually(() => {
      expect(moved.toSorted()).toEqual(['0: 0-3', '1: 0-10']);
    });
  });
});

it('nothing is begun while the session with the group is over', async () => {
  let isAlive = false;
  const { handler, calls } = storingHandler(() => false);
  const partitions: PartitionState[] = [];
  const fed = dispatcherOf(handler, {
    member: {
      partitions,
      owns: () => isAlive,
      onCompleted: () => undefined,
      rewind: () => Promise.resolve(),
    },
  });
  partitions.push(fed.partition);
  fed.dispatcher.notify();
  await nextTurn();
  await nextTurn();
  expect(calls).toEqual([]);
  isAlive = true;
  fed.dispatcher.notify();
  await untilPassed(fed.partition, 10);
});

/** What a handler makes of a call, and after how many turns of the event loop. */
const behaviour = fc.record({
  kind: fc.constantFrom('done', 'late', 'throws', 'away', 'late away', 'late fault', 'each away'),
  turns: fc.nat(3),
});

describe('a handler that keeps the order of keys', () => {
  it('is given no record while an earlier one of its key is not settled, but in the same call, and each until it is settled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(behaviour, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 3 }),
        async (behaviours, keys, maxBatchRecords, tenants) => {
          const keyOf = (offset: number) => `k${(offset * 7) % keys}`;
          const settled = new Set<number>();
          const violations: string[] = [];
          let calls = 0;
          const handle = ({ records }: Pick<RecordBatch, 'records'>) => {
            const { kind, turns } = behaviours[calls++] ?? { kind: 'late', turns: 1 };
            const given = offsetsOf({ records });
            for (const offset of given) {
              if (settled.has(offset)) violations.push(`${offset} again`);
              for (let earlier = 0; earlier < offset; earlier++) {
                const isBefore = keyOf(earlier) === keyOf(offset) && !settled.has(earlier);
                if (isBefore && !given.includes(earlier)) violations.push(`${offset} before ${earlier}`);
              }
            }
            for (const ofKey of Map.groupBy(given, keyOf).values()) {
              if (String(ofKey) !== String(ofKey.toSorted((one, other) => one - other)))
                violations.push(String(given));
            }
            const pass = async (count: number): Promise<void> => {
              for (let passed = 0; passed < count; passed++) await nextTurn();
            };
            if (kind === 'throws') throw new Error('bug');
            if (kind === 'away') throw new Error('away');
            const fault = new Error(kind === 'late away' ? 'away' : 'bug');
            return records.map(async ({ offset }): Promise<Settlement> => {
              const isEach = kind === 'each away';
              await pass(isEach ? turns + ((Number(offset) * 7) % 4) : turns);
              if (kind === 'late away' || kind === 'late fault') throw fault;
              if (isEach && offset % 3n !== 0n) throw new Error('away');
              settled.add(Number(offset));
              return done;
            });
          };
          const handler: BatchHandler = (batch) => Promise.resolve(batch).then(handle);
          const { partition, deadLetters } = dispatcherOf(handler, {
            counts: [60],
            keyOf,
            keepsOrder: true,
            // Records of one key may be of several tenants, and the later ones have the first turns.
            holderOf: ({ offset }) => ({
              tenantId: offset < 30n ? 'first' : `t${Number(offset) % tenants}`,
              environment: 'sandbox',
            }),
            limits: { ...limits, maxBatchRecords, maxFailuresAlone: 100 },
          });
          await untilPassed(partition, 60);
          expect(violations).toEqual([]);
          expect([settled.size, deadLetters.length, partition.strands.size]).toEqual([60, 0, 0]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

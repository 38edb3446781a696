import { afterEach, describe, expect, it } from '@jest/globals';
import { toHolder } from '@casewire/shares';
import { eventually } from '@casewire/testing';
import type { BatchHandler, RecordBatch, Settlement } from '../batch.ts';
import { PoisonRecordsError } from '../faults.ts';
import { StalePositionError } from '../offset-store.ts';
import { RecordTooLargeError } from '../produce/produce-errors.ts';
import { dispatcherOf as feed, done, limits } from './dispatcher.fixture.ts';
import type { Dispatcher, DispatcherOptions } from './dispatcher.ts';
import type { PartitionState } from './partition-state.ts';
import { topic } from './testing.fixture.ts';

let running: Dispatcher | undefined;

afterEach(() => running?.close());

function dispatcherOf(handler: BatchHandler, options: Partial<DispatcherOptions> = {}, count = 10) {
  const fed = feed(handler, { ...options, counts: [count] });
  running = fed.dispatcher;
  return fed;
}

const offsetsOf = ({ records }: RecordBatch) => records.map(({ offset }) => Number(offset));
const allDone = ({ records }: RecordBatch) => records.map(() => done);

async function untilPassed(partition: PartitionState, offset: number): Promise<void> {
  await eventually(() => {
    expect(partition.tracker.watermark).toBe(offset);
  });
}

it('what is fetched waits in line while too much is handed over and not settled', async () => {
  const answers: (() => void)[] = [];
  const handler: BatchHandler = ({ records }) =>
    Promise.resolve(
      records.map(
        () =>
          new Promise<Settlement>((resolve) =>
            answers.push(() => {
              resolve(done);
            }),
          ),
      ),
    );
  const bounds = { ...limits, maxBatchRecords: 5, maxUnsettledRecords: 12 };
  const { partition } = dispatcherOf(handler, { limits: bounds }, 30);
  let settled = 0;
  while (settled < 30) {
    await eventually(() => {
      expect(answers.length).toBeGreaterThan(0);
    });
    expect(partition.unsettled).toBeLessThanOrEqual(12);
    settled += answers.length;
    for (const answer of answers.splice(0)) answer();
  }
  await untilPassed(partition, 30);
});

describe('batches', () => {
  async function sizesOf(holderOf: DispatcherOptions['holderOf'], bounds: Partial<typeof limits>) {
    const sizes: number[] = [];
    const { partition } = dispatcherOf(
      (batch) => {
        sizes.push(batch.records.length);
        return Promise.resolve(allDone(batch));
      },
      { limits: { ...limits, maxBatchRecords: 40, ...bounds }, ...(holderOf && { holderOf }) },
      40,
    );
    await untilPassed(partition, 40);
    return sizes;
  }

  const taking =
    (tenants: bigint): DispatcherOptions['holderOf'] =>
    ({ offset }) =>
      toHolder(String(offset % tenants), 'production');

  it('are as large as they may be while one tenant has records, and begin small while tenants wait for each other', async () => {
    expect(await sizesOf(taking(1n), { sharedBatchMs: 100 })).toEqual([40]);
    expect(await sizesOf(taking(2n), { sharedBatchMs: 100 })).toEqual([20, 20]);
    expect(await sizesOf(taking(1n), { targetBatchMs: 100 })).toEqual([20, 20]);
  });
});

describe('a handler that fails', () => {
  it('is given the same records for as long as the fault is transient', async () => {
    const calls: number[][] = [];
    const { partition, deadLetters } = dispatcherOf((batch) => {
      calls.push(offsetsOf(batch));
      return calls.length < 20 ? Promise.reject(new Error('away')) : Promise.resolve(allDone(batch));
    });
    await untilPassed(partition, 10);
    expect(calls).toHaveLength(20);
    expect(new Set(calls.map(String)).size).toBe(1);
    expect(deadLetters).toEqual([]);
  });

  it('loses only the record that fails alone, in order, and that one to the rejected topic', async () => {
    const handled: number[] = [];
    const { partition, deadLetters } = dispatcherOf((batch) => {
      const offsets = offsetsOf(batch);
      if (offsets.includes(6)) return Promise.reject(new Error('bug'));
      handled.push(...offsets);
      return Promise.resolve(allDone(batch));
    });
    await untilPassed(partition, 10);
    expect(handled).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9]);
    expect(deadLetters.map(({ value }) => String(value))).toEqual(['6']);
  });

  it('is treated alike when a settlement is rejected late', async () => {
    let tries = 0;
    const { partition, deadLetters } = dispatcherOf(({ records }) =>
      Promise.resolve(
        records.map(({ offset }) => {
          if (offset !== 3n) return Promise.resolve(done);
          tries += 1;
          return Promise.reject(new Error('bug'));
        }),
      ),
    );
    await untilPassed(partition, 10);
    expect(tries).toBe(limits.maxFailuresAlone);
    expect(deadLetters).toHaveLength(1);
  });

  it('is treated alike when it answers too few settlements', async () => {
    const { partition, deadLetters } = dispatcherOf(() => Promise.resolve([]), {}, 2);
    await untilPassed(partition, 2);
    expect(deadLetters).toHaveLength(2);
  });
});

describe('poison', () => {
  const poisonous: BatchHandler = (batch) => {
    const poison = batch.records.filter(({ offset }) => offset % 2n === 1n);
    if (poison.length > 0)
      throw new PoisonRecordsError(poison.map((record) => ({ record, reason: 'malformed-record' })));
    return Promise.resolve(allDone(batch));
  };

  it('is dead-lettered and the rest given again', async () => {
    const { partition, deadLetters } = dispatcherOf(poisonous);
    await untilPassed(partition, 10);
    expect(deadLetters.map(({ value }) => String(value))).toEqual(['1', '3', '5', '7', '9']);
  });

  it('that is all there is still moves the ranges of an offset store', async () => {
    const moved: unknown[] = [];
    const handler: BatchHandler = (batch) => {
      if (batch.records.length > 0) {
        throw new PoisonRecordsError(batch.records.map((record) => ({ record, reason: 'malformed-record' })));
      }
      moved.push(...batch.ranges);
      return Promise.resolve([]);
    };
    const { partition, deadLetters } = dispatcherOf(handler, { hasOffsetStore: true });
    await untilPassed(partition, 10);
    expect(deadLetters).toHaveLength(10);
    expect(moved).toEqual([{ topic, partition: 0, from: 0n, firstOffset: 0n, to: 10n }]);
  });

  it('is cut to what the rejected topic takes', async () => {
    const sent: number[] = [];
    const { partition } = dispatcherOf(poisonous, {
      producer: {
        send: ({ value }) => {
          sent.push(value?.length ?? 0);
          return sent.length % 21 === 0 ? Promise.resolve() : Promise.reject(new RecordTooLargeError('no'));
        },
      },
    });
    await untilPassed(partition, 10);
    expect(sent.length % 21).toBe(0);
  });
});

it('ranges of an offset store are contiguous, also when a batch is halved', async () => {
  const moved: { from: bigint; to: bigint }[] = [];
  const { partition } = dispatcherOf(
    (batch) => {
      if (batch.records.length > 3) return Promise.reject(new Error('too many'));
      moved.push(...batch.ranges);
      return Promise.resolve(allDone(batch));
    },
    { hasOffsetStore: true },
  );
  await untilPassed(partition, 10);
  expect(moved[0]?.from).toBe(0n);
  for (const [index, { to }] of moved.entries()) expect(moved[index + 1]?.from ?? 10n).toBe(to);
});

it('a stale position makes the partitions be read anew', async () => {
  const { rewound, partition } = dispatcherOf(() => Promise.reject(new StalePositionError('moved')), {
    hasOffsetStore: true,
  });
  await eventually(() => {
    expect(rewound).toEqual([partition]);
  });
});

describe('closing', () => {
  it('waits for what was started', async () => {
    const { promise, resolve } = Promise.withResolvers<Settlement>();
    const { dispatcher, partition } = dispatcherOf(({ records }) =>
      Promise.resolve(records.map(() => promise)),
    );
    await eventually(() => {
      expect(partition.queue.length).toBe(0);
    });
    const closed = dispatcher.close();
    resolve(done);
    await closed;
    expect(partition.tracker.watermark).toBe(10);
  });

  it('does not complete a record whose dead letter the broker does not have', async () => {
    const { dispatcher, partition } = dispatcherOf(
      ({ records }) =>
        Promise.resolve(records.map(() => ({ kind: 'dead-letter', reason: 'malformed-record' }))),
      { producer: { send: () => Promise.reject(new Error('away')) } },
    );
    await eventually(() => {
      expect(partition.queue.length).toBe(0);
    });
    await dispatcher.close();
    expect(partition.tracker.watermark).toBe(0);
  });
});

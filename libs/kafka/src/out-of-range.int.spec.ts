import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { createBench, type Bench } from './consumer.fixture.ts';
import type { BatchHandler, ConsumerObserver, OffsetStore, Settlement } from './index.ts';
import { StalePositionError } from './index.ts';

const done: Settlement = { kind: 'done' };
let bench: Bench;

afterEach(() => bench.close());

function recorder() {
  const seen: number[] = [];
  const alarms: (readonly [number, number])[] = [];
  const handler: BatchHandler = ({ records }) => {
    seen.push(...records.map(({ value }) => Number(String(value))));
    return Promise.resolve(records.map(() => done));
  };
  const observer: ConsumerObserver = {
    onOutOfRange: ({ position, resumedAt }) => alarms.push([Number(position), Number(resumedAt)]),
  };
  return { seen, alarms, handler, observer };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('a position outside the log', () => {
  it('at the start: an alarm, and reading from the first record there is', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 1);
    const first = recorder();
    const strategy = await bench.consume(first.handler);
    await bench.produce('k', 0, 10);
    await eventually(() => {
      expect(first.seen).toEqual(numbers(0, 10));
    });
    await strategy.close();
    await bench.produce('k', 10, 60);
    await bench.admin.deleteRecords(bench.topic, new Map([[0, 40n]]));
    const second = recorder();
    await bench.consume(second.handler, { observer: second.observer });
    await eventually(() => {
      expect(second.seen).toEqual(numbers(40, 60));
    });
    expect(second.alarms).toEqual([[10, 40]]);
  });

  it('while running: the same, and the group ends at the end of the log', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 1);
    const { seen, alarms, handler, observer } = recorder();
    const gate = Promise.withResolvers<undefined>();
    await bench.consume(
      async (batch) => {
        await gate.promise;
        return handler(batch);
      },
      { observer, limits: { maxInFlightRecords: 10 } },
    );
    await bench.produce('k', 0, 10);
    await eventually(async () => {
      expect(await bench.admin.endOffsets(bench.topic)).toEqual(new Map([[0, 10n]]));
    });
    await bench.produce('k', 10, 30);
    await bench.produce('k', 30, 60);
    await bench.admin.deleteRecords(bench.topic, new Map([[0, 50n]]));
    gate.resolve(undefined);
    await eventually(() => {
      expect(seen.slice(-10)).toEqual(numbers(50, 60));
    });
    await eventually(async () => {
      expect(await bench.committed()).toBe(60n);
    });
    expect(alarms.length).toBeLessThanOrEqual(1);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('because the topic was made anew: reading from its first record', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 1);
    const { seen, handler, observer } = recorder();
    await bench.consume(handler, { observer });
    await bench.produce('k', 0, 20);
    await eventually(() => {
      expect(seen).toHaveLength(20);
    });
    const [description] = await bench.admin.describeTopics([bench.topic]);
    await bench.admin.deleteTopics([bench.topic]);
    await eventually(async () => {
      expect(await bench.admin.describeTopics([bench.topic])).toEqual([]);
    });
    expect(description?.partitions).toBe(1);
    await bench.admin.createTopics([{ name: bench.topic, partitions: 1, replication: 1, config: {} }]);
    await bench.produce('k', 100, 105);
    await eventually(() => {
      expect(seen.slice(20)).toEqual(numbers(100, 105));
    });
  });
});

describe('an offset store', () => {
  it('moves from where it stands over what was deleted, never over what another process did', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 1);
    await bench.produce('k', 0, 30);
    await bench.admin.deleteRecords(bench.topic, new Map([[0, 10n]]));
    const { seen, alarms, observer } = recorder();
    let position = 5n;
    let isMovedByAnother = false;
    const offsetStore: OffsetStore = {
      load: ([partition]) => Promise.resolve(new Map([[`${partition?.topic ?? ''}/0`, position]])),
    };
    const handler: BatchHandler = ({ records, ranges }) => {
      for (const { from, to } of ranges) {
        if (from !== position) throw new StalePositionError('moved');
        position = to;
      }
      seen.push(...records.map(({ value }) => Number(String(value))));
      return Promise.resolve(records.map(() => done));
    };
    await bench.consume(
      (batch) => {
        if (!isMovedByAnother) {
          isMovedByAnother = true;
          position = 15n;
        }
        return handler(batch);
      },
      { observer, offsetStore },
    );
    await eventually(() => {
      expect(seen).toEqual(numbers(15, 30));
    });
    expect(alarms).toEqual([[5, 10]]);
    await eventually(async () => {
      expect(await bench.committed()).toBe(30n);
    });
  });

  it('that was set back is read again from there, although no record follows', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 2);
    const positions = new Map<string, bigint>();
    const offsetStore: OffsetStore = { load: () => Promise.resolve(new Map(positions)) };
    const { seen, handler } = recorder();
    const strategy = await bench.consume(
      (batch) => {
        for (const { topic, partition, from, to } of batch.ranges) {
          const key = `${topic}/${partition}`;
          if (from !== (positions.get(key) ?? 0n)) throw new StalePositionError('moved');
          positions.set(key, to);
        }
        return handler(batch);
      },
      { offsetStore, limits: { commitIntervalMs: 60_000 } },
    );
    await bench.produce('k', 0, 30);
    await eventually(() => {
      expect(seen).toEqual(numbers(0, 30));
    });
    await strategy.rewindSetBack();
    const [[key = ''] = []] = positions;
    positions.set(key, 10n);
    await strategy.rewindSetBack();
    await eventually(() => {
      expect(seen).toEqual([...numbers(0, 30), ...numbers(10, 30)]);
    });
    expect(positions.get(key)).toBe(30n);
    expect(await bench.committed()).toBe(30n);
  });

  it('behind its mark does not lower it', async () => {
    bench = await createBench(kafkaBrokers(), testTopicPrefix(), 1);
    await bench.produce('k', 0, 30);
    const positions = new Map<string, bigint>();
    const offsetStore: OffsetStore = { load: () => Promise.resolve(positions) };
    const handler: BatchHandler = ({ records, ranges }) => {
      for (const { topic, partition, to } of ranges) positions.set(`${topic}/${partition}`, to);
      return Promise.resolve(records.map(() => done));
    };
    const first = await bench.consume(handler, { offsetStore });
    await eventually(async () => {
      expect(await bench.committed()).toBe(30n);
    });
    await first.close();
    positions.set(`${bench.topic}/0`, 3n);
    const marks: bigint[] = [];
    await bench.consume(
      async (batch) => {
        const answer = await handler(batch);
        marks.push(await bench.committed());
        return answer;
      },
      { offsetStore, limits: { maxBatchRecords: 9, commitIntervalMs: 1 } },
    );
    await eventually(() => {
      expect(positions.get(`${bench.topic}/0`)).toBe(30n);
    });
    expect(new Set(marks)).toEqual(new Set([30n]));
  });
});

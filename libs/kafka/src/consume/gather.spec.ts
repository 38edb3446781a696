import { toHolder } from '@casewire/shares';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { KafkaRecord } from '../record.ts';
import { gather as gatherFromLine, lineUp } from './gather.ts';
import type { PartitionState } from './partition-state.ts';
import { byRecordKey, Strands, unordered } from './strands.ts';
import { partitionAt, recordAt } from './testing.fixture.ts';

const bounds = { maxBatchRecords: 100, maxBatchBytes: 1_000 };

afterEach(() => {
  jest.useRealTimers();
});

function gather(strands: Strands, partitions: readonly PartitionState[], limits: typeof bounds) {
  lineUp(strands, partitions);
  return gatherFromLine(strands, limits);
}

function partition(number: number) {
  return partitionAt({ offset: 0, metadata: '' }, undefined, number);
}

function namesOf(entries: ReturnType<typeof gather>): string[] {
  return entries.map(({ record: { partition, offset } }) => `${partition}:${offset}`);
}

describe('a batch', () => {
  it('begins with what was fetched first, whichever partition has it', () => {
    const [one, other] = [partition(1), partition(2)];
    other.offer(recordAt(0, 2), 1);
    one.offer(recordAt(0, 1), 1);
    one.offer(recordAt(1, 1), 1);
    other.offer(recordAt(1, 2), 1);
    const three = { ...bounds, maxBatchRecords: 3 };
    const strands = new Strands(unordered);
    expect(namesOf(gather(strands, [one, other], three))).toEqual(['2:0', '1:0', '1:1']);
    expect(namesOf(gather(strands, [one, other], three))).toEqual(['2:1']);
  });

  it('stays within its bytes, but for a single record that is larger', () => {
    const one = partition(1);
    for (const [offset, bytes] of [600, 400, 1, 2_000].entries()) one.offer(recordAt(offset, 1), bytes);
    const strands = new Strands(unordered);
    expect(namesOf(gather(strands, [one], bounds))).toEqual(['1:0', '1:1']);
    expect(namesOf(gather(strands, [one], bounds))).toEqual(['1:2']);
    expect(namesOf(gather(strands, [one], bounds))).toEqual(['1:3']);
    expect(gather(strands, [one], bounds)).toEqual([]);
  });
});

describe('tenants take turns', () => {
  const tenantOf = ({ headers }: Pick<KafkaRecord, 'headers'>) => toHolder(headers['tenant'], 'production');

  /** Partitions with records of tenants, each of one byte. */
  function partitionsOf(tenants: readonly (readonly string[])[]) {
    return tenants.map((ofPartition, number) => {
      const state = partition(number);
      for (const [offset, tenant] of ofPartition.entries())
        state.offer({ ...recordAt(offset, number), headers: { tenant } }, 1);
      return state;
    });
  }

  const tenantsOf = (entries: ReturnType<typeof gather>) =>
    entries.map(({ record: { headers } }) => headers['tenant'] ?? '');

  it('in a batch, however many records of another one were fetched first', () => {
    const hostile = Array.from({ length: 1_000 }, () => 'hostile');
    const partitions = partitionsOf([[...hostile, 'good'], hostile]);
    const batch = gather(new Strands(unordered, tenantOf), partitions, { ...bounds, maxBatchRecords: 10 });
    expect(tenantsOf(batch)).toEqual(['hostile', 'good', ...hostile.slice(0, 8)]);
  });

  it('so that each has its part of each batch, whatever the others have', () => {
    const tenant = fc.constantFrom('a', 'a', 'a', 'a', 'a', 'b', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.array(fc.array(tenant, { maxLength: 80 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (tenants, maxBatchRecords) => {
          const partitions = partitionsOf(tenants);
          const strands = new Strands(unordered, tenantOf);
          const waiting = Map.groupBy(tenants.flat(), (name): string => name);
          let left = tenants.flat().length;
          while (left > 0) {
            const batch = gather(strands, partitions, { ...bounds, maxBatchRecords });
            expect(batch).toHaveLength(Math.min(left, maxBatchRecords));
            const taken = Map.groupBy(tenantsOf(batch), (name) => name);
            const part = Math.floor(maxBatchRecords / waiting.size);
            for (const [name, ofTenant] of waiting)
              expect(taken.get(name)?.length ?? 0).toBeGreaterThanOrEqual(Math.min(ofTenant.length, part));
            for (const [name, { length }] of taken) waiting.get(name)?.splice(0, length);
            for (const [name, { length }] of waiting) if (length === 0) waiting.delete(name);
            left -= batch.length;
          }
        },
      ),
    );
  });

  it('in a round of calls, also where one has a key that is held up', () => {
    const one = partition(0);
    for (let offset = 0; offset < 50; offset++)
      one.offer({ ...recordAt(offset, 0, 'hot'), headers: { tenant: 'hostile' } }, 1);
    const strands = new Strands(byRecordKey, tenantOf);
    const limits = { ...bounds, maxBatchRecords: 4 };
    const first = gather(strands, [one], limits);
    expect(namesOf(first)).toEqual(['0:0', '0:1', '0:2', '0:3']);
    expect(gather(strands, [one], limits)).toEqual([]);
    one.offer({ ...recordAt(50, 0, 'cold'), headers: { tenant: 'good' } }, 1);
    for (const entry of first) strands.settle(entry);
    expect(namesOf(gather(strands, [one], limits))).toEqual(['0:4', '0:50', '0:5', '0:6']);
  });

  it('and share a handler only when records of several have arrived, for a second', () => {
    jest.useFakeTimers();
    const strands = new Strands(unordered, tenantOf);
    lineUp(strands, partitionsOf([['one', 'one', 'one']]));
    expect(strands.areShared).toBe(false);
    lineUp(strands, partitionsOf([['other']]));
    expect(strands.areShared).toBe(true);
    jest.advanceTimersByTime(1_000);
    expect(strands.areShared).toBe(false);
  });

  it('but not at the cost of the order of a key', () => {
    const one = partition(0);
    for (const [offset, tenant] of ['hostile', 'hostile', 'hostile', 'good'].entries())
      one.offer({ ...recordAt(offset, 0, 'shared'), headers: { tenant } }, 1);
    const strands = new Strands(byRecordKey, tenantOf);
    expect(namesOf(gather(strands, [one], { ...bounds, maxBatchRecords: 3 }))).toEqual(['0:0', '0:1', '0:2']);
  });
});

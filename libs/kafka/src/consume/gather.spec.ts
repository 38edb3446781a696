import { describe, expect, it } from '@jest/globals';
import { gather } from './gather.ts';
import { Strands, unordered } from './strands.ts';
import { partitionAt, recordAt } from './testing.fixture.ts';

const bounds = { maxBatchRecords: 100, maxBatchBytes: 1_000 };

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
    const two = { ...bounds, maxBatchRecords: 3 };
    expect(namesOf(gather(new Strands(unordered), [one, other], two))).toEqual(['2:0', '1:0', '1:1']);
    expect(namesOf(gather(new Strands(unordered), [one, other], two))).toEqual(['2:1']);
  });

  it('stays within its bytes, but for a single record that is larger', () => {
    const one = partition(1);
    for (const [offset, bytes] of [600, 400, 1, 2_000].entries()) one.offer(recordAt(offset, 1), bytes);
    expect(namesOf(gather(new Strands(unordered), [one], bounds))).toEqual(['1:0', '1:1']);
    expect(namesOf(gather(new Strands(unordered), [one], bounds))).toEqual(['1:2']);
    expect(namesOf(gather(new Strands(unordered), [one], bounds))).toEqual(['1:3']);
    expect(gather(new Strands(unordered), [one], bounds)).toEqual([]);
  });
});

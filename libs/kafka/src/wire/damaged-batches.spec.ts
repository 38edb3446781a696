import { expect, it } from '@jest/globals';
import { DamagedBatches, MAX_DAMAGED_ARRIVALS } from './damaged-batches.ts';

const from = { topic: 'spec', partition: 3 };

it('a batch that was intact in between is not damaged for good', () => {
  const damaged = new DamagedBatches();
  for (let arrival = 0; arrival < 3 * MAX_DAMAGED_ARRIVALS; arrival++) {
    if (arrival % (MAX_DAMAGED_ARRIVALS - 1) === 0) damaged.forget(from, 5n);
    expect(damaged.isLasting(from, 5n)).toBe(false);
  }
});

it('batches are counted by partition and offset', () => {
  const damaged = new DamagedBatches();
  const answers = Array.from({ length: MAX_DAMAGED_ARRIVALS }, () => [
    damaged.isLasting(from, 5n),
    damaged.isLasting({ ...from, partition: 4 }, 5n),
    damaged.isLasting(from, 6n),
  ]);
  expect(answers.slice(0, -1).flat()).not.toContain(true);
  expect(answers.at(-1)).toEqual([true, true, true]);
});

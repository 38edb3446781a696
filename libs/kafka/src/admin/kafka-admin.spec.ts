import { expect, it } from '@jest/globals';
import { recordsBehind, type PartitionOffsets } from './kafka-admin.ts';

const answer = (...offsets: (bigint | undefined)[]) => {
  const known = offsets.flatMap((offset, partition) =>
    offset === undefined ? [] : [[partition, offset] as const],
  );
  return (): Promise<PartitionOffsets> => Promise.resolve(new Map(known));
};

it('counts from the position, or from where the log begins if that lies behind', async () => {
  const admin = {
    earliestOffsets: answer(0n, 40n, 40n, 0n),
    endOffsets: answer(10n, 50n, 50n, 5n),
  };
  expect(await recordsBehind(admin, 'topic', answer(7n, 20n, undefined, 5n))).toBe(3 + 10 + 10);
});

it('is nothing where the log was made anew and ends before the position', async () => {
  const admin = { earliestOffsets: answer(0n), endOffsets: answer(5n) };
  expect(await recordsBehind(admin, 'topic', answer(100n))).toBe(0);
});

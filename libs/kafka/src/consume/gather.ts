import type { ConsumerLimits } from './limits.ts';
import type { Entry, PartitionState } from './partition-state.ts';

/**
 * Takes the next batch out of the partitions' queues, within its bounds; one entry at least if there is any.
 * @param again entries to be given again, before anything new
 * @param partitions in the order in which they are emptied
 */
export function gather(
  again: readonly Entry[],
  partitions: readonly PartitionState[],
  { maxBatchRecords, maxBatchBytes }: Pick<ConsumerLimits, 'maxBatchRecords' | 'maxBatchBytes'>,
): Entry[] {
  const entries = [...again];
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const { queue } of partitions) {
    for (let entry = queue.peek(); entry !== undefined; entry = queue.peek()) {
      const isFull = entries.length >= maxBatchRecords || bytes + entry.bytes > maxBatchBytes;
      if (isFull && entries.length > 0) return entries;
      queue.shift();
      entries.push(entry);
      bytes += entry.bytes;
    }
  }
  return entries;
}

import type { ConsumerLimits } from './limits.ts';
import type { Entry, PartitionState } from './partition-state.ts';

/**
 * Takes the next batch out of the partitions' queues, within its bounds; at least one entry if there is any. What was
 * fetched first goes first: no partition waits behind later records of another, and a record seldom goes before the
 * record of another topic that led to it.
 * @param again entries to be given again; they go before anything new
 */
export function gather(
  again: readonly Entry[],
  partitions: readonly PartitionState[],
  { maxBatchRecords, maxBatchBytes }: Pick<ConsumerLimits, 'maxBatchRecords' | 'maxBatchBytes'>,
): Entry[] {
  const entries = [...again];
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const waiting = partitions.filter(({ queue }) => queue.length > 0);
  for (let entry = oldest(waiting); entry !== undefined; entry = oldest(waiting)) {
    const isFull = entries.length >= maxBatchRecords || bytes + entry.bytes > maxBatchBytes;
    if (isFull && entries.length > 0) break;
    entry.partition.queue.shift();
    entries.push(entry);
    bytes += entry.bytes;
  }
  return entries;
}

function oldest(partitions: readonly PartitionState[]): Entry | undefined {
  let first: Entry | undefined;
  for (const { queue } of partitions) {
    const entry = queue.peekFront();
    if (entry !== undefined && (first === undefined || entry.fetchedAt < first.fetchedAt)) first = entry;
  }
  return first;
}

import type { ConsumerLimits } from './limits.ts';
import type { Entry, PartitionState } from './partition-state.ts';
import type { Strands } from './strands.ts';

/**
 * Takes the next batch out of the partitions' queues, within its bounds; at least one entry if there is any that may
 * go. What was fetched first goes first: no partition waits behind later records of another, and a record seldom goes
 * before the record of another topic that led to it.
 */
export function gather(
  strands: Strands,
  partitions: readonly PartitionState[],
  { maxBatchRecords, maxBatchBytes }: Pick<ConsumerLimits, 'maxBatchRecords' | 'maxBatchBytes'>,
): Entry[] {
  const batch = new Set<Entry>();
  let bytes = 0;
  const add = (entry: Entry): void => {
    batch.add(entry);
    bytes += entry.bytes;
  };
  const room = (): number => {
    if (batch.size === 0) return Infinity;
    return batch.size < maxBatchRecords ? maxBatchBytes - bytes : -Infinity;
  };
  for (let entry = strands.nextFreed(batch, room()); entry !== undefined;) {
    add(entry);
    entry = strands.nextFreed(batch, room());
  }
  const waiting = partitions.filter(({ queue }) => queue.length > 0);
  for (let entry = oldest(waiting); entry !== undefined; entry = oldest(waiting)) {
    if (entry.bytes > room()) break;
    entry.partition.queue.shift();
    if (strands.admit(entry, batch)) add(entry);
  }
  return [...batch];
}

function oldest(partitions: readonly PartitionState[]): Entry | undefined {
  let first: Entry | undefined;
  for (const { queue } of partitions) {
    const entry = queue.peekFront();
    if (entry !== undefined && (first === undefined || entry.fetchedAt < first.fetchedAt)) first = entry;
  }
  return first;
}

import type { ConsumerLimits } from './limits.ts';
import type { Entry, PartitionState } from './partition-state.ts';
import type { Strands } from './strands.ts';

/**
 * Puts what the partitions have fetched in line. Of one holder, what was fetched first goes first: no partition waits
 * behind later records of another, and a record seldom goes before the record of another topic that led to it.
 */
export function lineUp(strands: Strands, partitions: readonly PartitionState[]): void {
  const fetched = partitions.filter(({ queue }) => queue.length > 0);
  for (let entry = takeOldest(fetched); entry !== undefined; entry = takeOldest(fetched))
    strands.arrive(entry);
}

/** Takes the next batch, within its bounds; at least one entry if there is any that may go. */
export function gather(
  strands: Strands,
  { maxBatchRecords, maxBatchBytes }: Pick<ConsumerLimits, 'maxBatchRecords' | 'maxBatchBytes'>,
): Entry[] {
  const entries = new Set<Entry>();
  let bytes = 0;
  while (entries.size < maxBatchRecords) {
    const maxBytes = entries.size === 0 ? Infinity : maxBatchBytes - bytes;
    const entry = strands.next({ entries, maxBytes });
    if (entry === undefined) break;
    entries.add(entry);
    entry.partition.unsettled += 1;
    bytes += entry.bytes;
  }
  return [...entries];
}

function takeOldest(partitions: readonly PartitionState[]): Entry | undefined {
  let from: PartitionState | undefined;
  let first: Entry | undefined;
  for (const partition of partitions) {
    const entry = partition.queue.peekFront();
    if (entry !== undefined && (first === undefined || entry.fetchedAt < first.fetchedAt)) {
      from = partition;
      first = entry;
    }
  }
  from?.queue.shift();
  return first;
}

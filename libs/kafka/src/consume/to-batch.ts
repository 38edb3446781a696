import type { OffsetRange, RecordBatch } from '../batch.ts';
import type { Entry, PartitionState } from './partition-state.ts';

/**
 * The batch that a handler is given.
 * @param held all entries whose offsets it covers
 * @param offered those of them that are not settled yet: its records
 */
export function toBatch(
  held: readonly Entry[],
  offered: readonly Entry[],
  { signal, owns }: { readonly signal: AbortSignal; readonly owns: (partition: PartitionState) => boolean },
): RecordBatch {
  const entries = new Map(offered.map((entry) => [entry.record, entry]));
  return {
    records: offered.map(({ record }) => record),
    ranges: rangesOf(held).map(({ partition, from, to }): OffsetRange => ({
      topic: partition.topic,
      partition: partition.partition,
      from: partition.storedPosition ?? from,
      firstOffset: from,
      to,
    })),
    signal,
    isOwned: (record) => {
      const entry = entries.get(record);
      return entry !== undefined && owns(entry.partition);
    },
    isHeld: (record) => entries.get(record)?.partition.held ?? false,
    isStraggler: (record) => entries.get(record)?.isStraggler ?? false,
  };
}

/** For each partition: the offset of its first entry, and the position behind its last. */
export function rangesOf(
  entries: readonly Entry[],
): { partition: PartitionState; from: bigint; to: bigint }[] {
  const ranges = new Map<PartitionState, { from: bigint; to: bigint }>();
  for (const { partition, record } of entries) {
    const range = ranges.get(partition);
    if (range === undefined) ranges.set(partition, { from: record.offset, to: record.offset + 1n });
    else range.to = record.offset + 1n;
  }
  return [...ranges].map(([partition, range]) => ({ partition, ...range }));
}

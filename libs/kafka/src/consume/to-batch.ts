import type { OffsetRange, RecordBatch } from '../batch.ts';
import type { KafkaRecord } from '../record.ts';
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
  const partitions = new Map<KafkaRecord, PartitionState>(
    offered.map(({ record, partition }) => [record, partition]),
  );
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
      const partition = partitions.get(record);
      return partition !== undefined && owns(partition);
    },
    isHeld: (record) => partitions.get(record)?.held ?? false,
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

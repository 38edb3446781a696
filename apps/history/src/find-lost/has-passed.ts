import type { PartitionOffsets } from '@casewire/kafka';
import type { NotedOffsets } from '@casewire/invocation-ledger';

/** What is known of a topic's log, by partition. */
export interface LogBounds {
  /** First offset that can be read. */
  readonly start: PartitionOffsets;
  /** Next offset to be written. */
  readonly end: PartitionOffsets;
}

/**
 * Whether a reader has passed the noted offset of every partition: its position or the log's start has reached it, or
 * the log now ends before it. In the last two cases nobody will ever read what was there.
 * @param positions next offset to be read, by partition; a partition that the reader has not begun is missing
 */
export function hasPassed(noted: NotedOffsets, positions: PartitionOffsets, log: LogBounds): boolean {
  return Object.entries(noted).every(([partition, offset]) => {
    const target = BigInt(offset);
    const at = Number(partition);
    const position = positions.get(at) ?? 0n;
    const start = log.start.get(at) ?? 0n;
    const end = log.end.get(at) ?? 0n;
    return position >= target || start >= target || end < target;
  });
}

/** Offsets in the form that the ledger keeps. */
export function toNoted(offsets: PartitionOffsets): NotedOffsets {
  return Object.fromEntries([...offsets].map(([partition, offset]) => [partition, String(offset)]));
}

import type { KafkaRecord } from '../record.ts';
import { InFlightBudget } from './in-flight-budget.ts';
import type { OffsetCommit } from './offset-tracker.ts';
import { PartitionState } from './partition-state.ts';

export const topic = 'spec.accepted.v1';

export function recordAt(offset: number, partition = 0, key: string | null = null): KafkaRecord {
  return {
    topic,
    partition,
    offset: BigInt(offset),
    timestamp: 0,
    key: key === null ? null : Buffer.from(key),
    value: Buffer.from(String(offset)),
    headers: {},
    header: () => undefined,
    rawHeaders: {},
    headersAreText: true,
  };
}

/** A partition that begins at a commit. */
export function partitionAt(read: OffsetCommit, stored?: bigint, partition = 0): PartitionState {
  const start = { read, stored, committed: read, isOutOfRange: false };
  const limits = { records: 100_000, bytes: 1e9 };
  return new PartitionState({ topic, partition }, start, limits, new InFlightBudget(limits));
}

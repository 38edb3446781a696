import type { Pool } from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';
import {
  applyRecords,
  type AppliedRow,
  type InvocationUpdate,
  type LostRange,
  type MovedRange,
} from '@casewire/invocation-ledger';
import {
  partitionKey,
  PoisonRecordsError,
  type KafkaRecord,
  type OffsetRange,
  type RecordBatch,
  type Settlement,
} from '@casewire/kafka';
import type { ReadRecord, RecordReader } from './read-record.ts';

const DAY_MS = 86_400_000;
const done: Settlement = { kind: 'done' };

export interface RecorderOptions {
  readonly pool: Pool;
  readonly reader: RecordReader;
  /** Id of the cluster that the records come from. */
  readonly clusterId: () => Promise<string>;
  readonly retentionDays: number;
  /** Told when rows were applied, and how long until the first of them that is now scheduled is due. */
  readonly onApplied: (applied: { readonly records: number; readonly dueInMs: number | undefined }) => void;
}

/** Writes batches of records into the ledger. */
export class Recorder {
  readonly #options: RecorderOptions;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /**
   * Applies a batch and moves the positions over it.
   * @throws PoisonRecordsError for records that can never be applied; nothing was applied then
   * @throws StalePositionError if another process moved a position meanwhile
   */
  async record({ records, ranges }: RecordBatch): Promise<Settlement[]> {
    const { pool, reader, onApplied } = this.#options;
    const now = Date.now();
    const read = records.map((record) => reader.read(record, now));
    const poison = read.flatMap((each) => (each.kind === 'poison' ? [each.poison] : []));
    if (poison.length > 0) throw new PoisonRecordsError(poison);
    const updates = read
      .flatMap((each) => (each.kind === 'update' ? [each.update] : []))
      .filter((update) => this.#isKept(update, now));
    const clusterId = await this.#options.clusterId();
    const applied = await applyRecords(pool, {
      clusterId,
      ranges: datedRanges(ranges, records, read),
      lost: lostRanges(ranges.filter(({ topic }) => reader.startsInvocations(topic))),
      updates,
    });
    onApplied({ records: records.length, dueInMs: firstDueIn(applied, now) });
    return records.map(() => done);
  }

  /** What retention has removed stays removed: late records would make its partition again. */
  #isKept({ id }: InvocationUpdate, now: number): boolean {
    return uuidTimestampMs(id) > now - this.#options.retentionDays * DAY_MS;
  }
}

/** The ranges with the time of acceptance that the last record of each tells. */
function datedRanges(
  ranges: readonly OffsetRange[],
  records: readonly KafkaRecord[],
  read: readonly ReadRecord[],
): MovedRange[] {
  const times = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const each = read[index];
    if (each?.kind === 'update') times.set(partitionKey(record), uuidTimestampMs(each.update.id));
  }
  return ranges.map((range) => ({ ...range, appliedUntil: times.get(partitionKey(range)) ?? null }));
}

/** What was gone before it was read. */
function lostRanges(ranges: readonly OffsetRange[]): LostRange[] {
  return ranges
    .filter(({ from, firstOffset }) => from !== firstOffset)
    .map(({ topic, partition, from, firstOffset }) => ({ topic, partition, from, to: firstOffset }));
}

function firstDueIn(rows: readonly AppliedRow[], now: number): number | undefined {
  let first: number | undefined;
  for (const { state } of rows) {
    if (state.releaseState !== 'scheduled' || state.dueAt === null) continue;
    first = Math.min(first ?? Infinity, state.dueAt);
  }
  return first === undefined ? undefined : first - now;
}

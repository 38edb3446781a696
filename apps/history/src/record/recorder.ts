import type { Pool } from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';
import {
  applyRecords,
  loadOffsets,
  noteRates,
  type AppliedRow,
  type InvocationUpdate,
  type LostRange,
  type MovedRange,
  type WebhookEffect,
} from '@casewire/invocation-ledger';
import type { BreakerLimits, EndStatus, HealthLimits } from '@casewire/invocation-state';
import {
  partitionKey,
  PoisonRecordsError,
  StalePositionError,
  type KafkaRecord,
  type OffsetRange,
  type OffsetStore,
  type RecordBatch,
  type Settlement,
} from '@casewire/kafka';
import { heedGone, type GoneOptions } from './heed-gone.ts';
import { rateNotes } from './rate-notes.ts';
import type { ReadRecord, RecordReader } from './read-record.ts';

const DAY_MS = 86_400_000;
const done: Settlement = { kind: 'done' };

export interface RecorderOptions extends GoneOptions {
  readonly reader: RecordReader;
  /** Id of the cluster that the records come from. */
  readonly clusterId: () => Promise<string>;
  readonly retentionDays: number;
  readonly limits: { readonly health: HealthLimits; readonly breaker: BreakerLimits };
  /** Called after each batch, with what has changed about the health of webhooks. */
  readonly onEffects: (effects: readonly WebhookEffect[]) => void;
  /** Called after each batch. */
  readonly onApplied: (applied: AppliedBatch) => void;
}

/** What a batch led to. */
interface AppliedBatch {
  readonly records: number;
  /** Milliseconds until the first invocation that the batch scheduled is due; undefined if it scheduled none. */
  readonly dueInMs: number | undefined;
  /** The ends of invocations in it. */
  readonly ended: readonly EndStatus[];
}

/** Writes batches of records and the positions behind them into the ledger. */
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
    const { pool, reader, limits, isCurrent, onApplied, onEffects } = this.#options;
    const now = Date.now();
    const read = records.map((record) => reader.read(record, now));
    const poison = read.flatMap((each) => (each.kind === 'poison' ? [each.poison] : []));
    if (poison.length > 0) throw new PoisonRecordsError(poison);
    const kept = read
      .flatMap((each) => (each.kind === 'update' ? [each.update] : []))
      .filter((update) => this.#isKept(update, now));
    const updates = await heedGone(kept, now, this.#options);
    // Not in the transaction of the rows: noting it twice changes nothing, and few batches have anything to note.
    await noteRates(pool, rateNotes(updates));
    const clusterId = await this.#options.clusterId();
    const result = await applyRecords(pool, {
      clusterId,
      ranges: datedRanges(ranges, records, read),
      lost: lostRanges(ranges.filter(({ topic }) => reader.startsInvocations(topic))),
      updates,
      health: { ...limits, isCurrent: isCurrent() },
    });
    if (result.kind === 'stale')
      throw new StalePositionError('the ledger does not stand where this batch begins');
    onEffects(result.effects);
    onApplied({
      records: records.length,
      dueInMs: firstDueIn(result.rows, now),
      ended: result.rows.flatMap(({ ends }) => ends.map(({ status }) => status)),
    });
    return records.map(() => done);
  }

  /** Whether retention keeps the invocation: a late record must not bring the partition of a removed day back. */
  #isKept({ id }: InvocationUpdate, now: number): boolean {
    return uuidTimestampMs(id) > now - this.#options.retentionDays * DAY_MS;
  }
}

/** The ranges, each with the time at which the event of its last record was accepted. */
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

/** Records between the ledger's position and the first record that could be read. */
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

/**
 * Tells the consumer where the ledger stands, which is where reading goes on.
 * @param beforeReading called each time, before the consumer reads from the positions
 */
export function ledgerOffsetStore(
  pool: Pool,
  clusterId: () => Promise<string>,
  beforeReading: () => Promise<void>,
): OffsetStore {
  return {
    load: async (partitions) => {
      await beforeReading();
      const wanted = new Set(partitions.map(partitionKey));
      const positions = await loadOffsets(pool, await clusterId());
      return new Map(
        positions
          .map((position) => [partitionKey(position), position.nextOffset] as const)
          .filter(([key]) => wanted.has(key)),
      );
    },
  };
}

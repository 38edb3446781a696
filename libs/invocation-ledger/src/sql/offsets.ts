import type { Pool, PoolClient, Statement } from '@casewire/database';
import { instant } from './instants.ts';
import { plannedOnce } from './planning.ts';

export interface LedgerPosition {
  /** The full name. */
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

/** Where the ledger stands in every partition of the cluster that it has read from. */
export async function loadOffsets(pool: Pool, clusterId: string): Promise<LedgerPosition[]> {
  const { rows } = await pool.query<StoredPosition>(
    `SELECT ${selectPosition} FROM history.offsets WHERE cluster_id = $1`,
    [clusterId],
  );
  return rows.map(toPosition);
}

type StoredPosition = Omit<LedgerPosition, 'nextOffset'> & { readonly nextOffset: string };

const selectPosition = 'topic, partition, next_offset AS "nextOffset"';

function toPosition(row: StoredPosition): LedgerPosition {
  return { ...row, nextOffset: BigInt(row.nextOffset) };
}

/** Offsets of one partition that a batch moves over. */
export interface MovedRange {
  /** The full name. */
  readonly topic: string;
  readonly partition: number;
  /** Where the ledger stands, or where the partition begins if the ledger has not read it yet. */
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
  /** When the event of the last record was accepted, milliseconds since the epoch; null where no record is applied. */
  readonly appliedUntil: number | null;
}

/** The names of partitions as two arrays, for `unnest`. */
function partitionArrays(ranges: readonly MovedRange[]): [string[], number[]] {
  return [ranges.map(({ topic }) => topic), ranges.map(({ partition }) => partition)];
}

/**
 * Locks the ledger's positions in some partitions to the end of the transaction: a second process with the same partition
 * waits here, then finds the position moved. Partitions that the ledger has not read yet are missing in the answer.
 */
export async function lockPositions(
  client: PoolClient,
  clusterId: string,
  ranges: readonly MovedRange[],
  findsByKey: boolean,
): Promise<LedgerPosition[]> {
  const { rows } = await client.query<StoredPosition>({
    ...plannedOnce('lock-positions', findsByKey),
    text: `SELECT ${selectPosition}
             FROM history.offsets o JOIN unnest($2::text[], $3::integer[]) AS u(topic, partition) USING (topic, partition)
            WHERE cluster_id = $1
            ORDER BY topic, partition
              FOR NO KEY UPDATE OF o`,
    values: [clusterId, ...partitionArrays(ranges)],
  });
  return rows.map(toPosition);
}

/**
 * Moves positions that the transaction has locked over their ranges, and notes those of partitions that are new to the
 * ledger. If another process has noted one meanwhile, PostgreSQL answers with a unique violation.
 */
export function moveOffsets(
  clusterId: string,
  { moved, begun }: { readonly moved: readonly MovedRange[]; readonly begun: readonly MovedRange[] },
  findsByKey: boolean,
): Statement[] {
  const statements: Statement[] = [];
  if (moved.length > 0)
    statements.push({
      ...plannedOnce('move-offsets', findsByKey),
      text: `UPDATE history.offsets o SET next_offset = u.to_offset, applied_until = greatest(o.applied_until, u.applied_until)
               FROM ${given}
              WHERE o.cluster_id = $1 AND o.topic = u.topic AND o.partition = u.partition`,
      values: valuesOf(clusterId, moved),
    });
  if (begun.length > 0)
    statements.push({
      text: `INSERT INTO history.offsets (cluster_id, topic, partition, next_offset, applied_until)
             SELECT $1, u.topic, u.partition, u.to_offset, u.applied_until
               FROM ${given}`,
      values: valuesOf(clusterId, begun),
    });
  return statements;
}

const given = `unnest($2::text[], $3::integer[], $4::bigint[], $5::timestamptz[])
                    AS u(topic, partition, to_offset, applied_until)`;

function valuesOf(clusterId: string, ranges: readonly MovedRange[]): Required<Statement>['values'] {
  return [
    clusterId,
    ...partitionArrays(ranges),
    ranges.map(({ to }) => String(to)),
    ranges.map(({ appliedUntil }) => instant(appliedUntil)),
  ];
}

import type { Pool, PoolClient } from '@casewire/database';
import { instant } from './instants.ts';

export interface LedgerPosition {
  /** The full name. */
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

/** Where the ledger stands in every partition of the cluster that it has read from. */
export async function loadOffsets(pool: Pool, clusterId: string): Promise<LedgerPosition[]> {
  const { rows } = await pool.query<Omit<LedgerPosition, 'nextOffset'> & { readonly nextOffset: string }>(
    `SELECT topic, partition, next_offset AS "nextOffset" FROM history.offsets WHERE cluster_id = $1`,
    [clusterId],
  );
  return rows.map((row) => ({ ...row, nextOffset: BigInt(row.nextOffset) }));
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

const given = `unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[], $6::timestamptz[])
         AS u(topic, partition, from_offset, to_offset, applied_until)`;

/**
 * Moves the ledger's positions, each only if it is still where the batch was fetched. The rows stay locked to the end of
 * the transaction: a second process with the same partition waits here, then finds the position moved.
 * @returns false if a position stands elsewhere; the transaction must then be rolled back
 */
export async function moveOffsets(
  client: PoolClient,
  clusterId: string,
  ranges: readonly MovedRange[],
): Promise<boolean> {
  const values = [
    clusterId,
    ranges.map(({ topic }) => topic),
    ranges.map(({ partition }) => partition),
    ranges.map(({ from }) => String(from)),
    ranges.map(({ to }) => String(to)),
    ranges.map(({ appliedUntil }) => instant(appliedUntil)),
  ];
  const moved = await client.query(
    `UPDATE history.offsets o SET next_offset = u.to_offset, applied_until = greatest(o.applied_until, u.applied_until)
       FROM ${given}
      WHERE o.cluster_id = $1 AND o.topic = u.topic AND o.partition = u.partition AND o.next_offset = u.from_offset`,
    values,
  );
  if (moved.rowCount === ranges.length) return true;
  const begun = await client.query(
    `INSERT INTO history.offsets (cluster_id, topic, partition, next_offset, applied_until)
     SELECT $1, u.topic, u.partition, u.to_offset, u.applied_until
       FROM ${given}
     ON CONFLICT DO NOTHING`,
    values,
  );
  return (moved.rowCount ?? 0) + (begun.rowCount ?? 0) === ranges.length;
}

import type { PoolClient } from '@casewire/database';

/** Offsets of one partition that a batch moves over. `topic` is the full name. */
export interface MovedRange {
  readonly topic: string;
  readonly partition: number;
  /** Where the ledger stands, or where the partition begins if the ledger has not read it yet. */
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
}

/**
 * Moves the ledger's positions, each only if it is still where the batch was fetched at. The rows stay locked to the
 * end of the transaction: a second process with the same partition waits here, then finds the position moved.
 * @returns false if one of them stands elsewhere; the transaction must then be rolled back
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
  ];
  const moved = await client.query(
    `UPDATE history.offsets o SET next_offset = u.to_offset
       FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[]) AS u(topic, partition, from_offset, to_offset)
      WHERE o.cluster_id = $1 AND o.topic = u.topic AND o.partition = u.partition AND o.next_offset = u.from_offset`,
    values,
  );
  if (moved.rowCount === ranges.length) return true;
  const begun = await client.query(
    `INSERT INTO history.offsets (cluster_id, topic, partition, next_offset)
     SELECT $1, u.topic, u.partition, u.to_offset
       FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[]) AS u(topic, partition, from_offset, to_offset)
     ON CONFLICT DO NOTHING`,
    values,
  );
  return (moved.rowCount ?? 0) + (begun.rowCount ?? 0) === ranges.length;
}

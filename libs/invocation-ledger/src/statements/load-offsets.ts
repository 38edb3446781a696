import type { Pool, PoolClient } from '@casewire/database';

export interface LedgerPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

/** Where the ledger stands in every partition of the cluster that it has read from. */
export async function loadOffsets(client: Pool | PoolClient, clusterId: string): Promise<LedgerPosition[]> {
  const { rows } = await client.query<{ topic: string; partition: number; next_offset: string }>(
    `SELECT topic, partition, next_offset FROM history.offsets WHERE cluster_id = $1`,
    [clusterId],
  );
  return rows.map(({ topic, partition, next_offset }) => ({
    topic,
    partition,
    nextOffset: BigInt(next_offset),
  }));
}

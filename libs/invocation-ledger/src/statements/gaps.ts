import type { Pool, PoolClient } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { instant } from './instant.ts';
import { ledgerClock } from './ledger-clock.ts';

/** Partitions of a topic are not written in the order of acceptance: matching may be behind in some of them. */
const DISORDER_MS = 60 * 60 * 1000;

/** Events that are to be matched again, because records of some of them were lost before they were read. */
export interface Gap {
  readonly id: string;
  /** Their uids are above this one. */
  readonly afterUid: string;
  /** And below this one. */
  readonly endUid: string;
}

/** Records of one partition that nobody can read any more, and that the ledger has not applied. */
export interface LostRange {
  readonly topic: string;
  readonly partition: number;
  /** Where the ledger stands. */
  readonly from: bigint;
  /** The first record that can be read; before `from` where the topic was made anew. */
  readonly to: bigint;
}

/**
 * Remembers lost records, unless they are remembered already. What was lost was accepted since about what was applied
 * last of the partition; where nothing says when that was, all events that are kept are meant.
 */
export async function insertGaps(
  client: Pool | PoolClient,
  clusterId: string,
  lost: readonly LostRange[],
): Promise<void> {
  if (lost.length === 0) return;
  const now = await ledgerClock(client);
  for (const { topic, partition, from, to } of lost) {
    const { rows } = await client.query<{ applied_until: Date | null }>(
      'SELECT applied_until FROM history.offsets WHERE cluster_id = $1 AND topic = $2 AND partition = $3',
      [clusterId, topic, partition],
    );
    const since = (rows[0]?.applied_until?.getTime() ?? 0) - DISORDER_MS;
    await client.query(
      `INSERT INTO history.gaps (cluster_id, topic, partition, from_offset, to_offset, after_uid, end_uid)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [clusterId, topic, partition, from, to, lowestIdAt(since), lowestIdAt(now)],
    );
  }
}

/** Open gaps that were noticed before an instant, in the order in which their events begin. */
export async function selectGaps(pool: Pool, noticedBefore: number): Promise<Gap[]> {
  const { rows } = await pool.query<{ id: string; after_uid: string; end_uid: string }>(
    'SELECT id, after_uid, end_uid FROM history.gaps WHERE closed_at IS NULL AND noticed_at < $1 ORDER BY after_uid',
    [instant(noticedBefore)],
  );
  return rows.map(({ id, after_uid: afterUid, end_uid: endUid }) => ({ id, afterUid, endUid }));
}

/** Goes on behind an event when it is done. */
export async function moveGap(pool: Pool, { id }: Gap, doneUid: string): Promise<void> {
  await pool.query('UPDATE history.gaps SET after_uid = $2 WHERE id = $1', [id, doneUid]);
}

/** All events of a gap were matched again. Forgets gaps that were closed more than 30 days ago. */
export async function closeGap(pool: Pool, { id }: Gap): Promise<void> {
  await pool.query('UPDATE history.gaps SET closed_at = now() WHERE id = $1', [id]);
  await pool.query(`DELETE FROM history.gaps WHERE closed_at < now() - interval '30 days'`);
}

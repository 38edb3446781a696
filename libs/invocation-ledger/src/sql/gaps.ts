import type { Pool, PoolClient } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { instant, ledgerClock } from './instants.ts';

/**
 * The event of a record may have been accepted this much earlier than that of the record before it in the partition:
 * matching may lag behind in some partitions of its own.
 */
const DISORDER_MS = 60 * 60 * 1000;

/**
 * A stretch of time whose events are to be rematched, because records that some of them led to were lost before history
 * read them.
 */
export interface Gap {
  readonly id: string;
  /** The uids of the events are above this one. */
  readonly afterUid: string;
  /** The uids of the events are below this one. */
  readonly endUid: string;
}

/** Records of one partition that can no longer be read and that the ledger has not applied. */
export interface LostRange {
  readonly topic: string;
  readonly partition: number;
  /** Where the ledger stands. */
  readonly from: bigint;
  /** The first record that can be read; before `from` where the topic was made anew. */
  readonly to: bigint;
}

/**
 * Notes a gap for each range of lost records; a range that is noted already is left alone. The lost records come from
 * events accepted since about the last record of the partition that was applied. Where no such record is known, the gap
 * covers all events that are kept.
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
  const { rows } = await pool.query<Gap>(
    `SELECT id, after_uid AS "afterUid", end_uid AS "endUid" FROM history.gaps
      WHERE closed_at IS NULL AND noticed_at < $1 ORDER BY after_uid`,
    [instant(noticedBefore)],
  );
  return rows;
}

/** Notes that the events of a gap are rematched up to this one. */
export async function moveGap(pool: Pool, { id }: Gap, doneUid: string): Promise<void> {
  await pool.query('UPDATE history.gaps SET after_uid = $2 WHERE id = $1', [id, doneUid]);
}

/** Notes that all events of a gap are rematched. Forgets gaps that were closed more than 30 days ago. */
export async function closeGap(pool: Pool, { id }: Gap): Promise<void> {
  await pool.query('UPDATE history.gaps SET closed_at = now() WHERE id = $1', [id]);
  await pool.query(`DELETE FROM history.gaps WHERE closed_at < now() - interval '30 days'`);
}

import type { Pool } from '@casewire/database';

/** Offsets of a topic by partition number, as decimal text: JSON has no 64-bit integers. */
export type NotedOffsets = Readonly<Record<string, string>>;

/** Where topics ended, for a proof that what the ledger lacks is not merely late. */
export interface CatchUpNotes {
  /** Of `events.v1`; null until it is noted. */
  readonly eventsEnd: NotedOffsets | null;
  /** Of `accepted.v1`, noted after ingestion had passed `eventsEnd`; null until then. */
  readonly acceptedEnd: NotedOffsets | null;
  /** Of the topics that tell the ledger of new invocations, noted after matching had passed `acceptedEnd`; null until then. */
  readonly ledgerEnds: { readonly deliveries: NotedOffsets; readonly ordered: NotedOffsets } | null;
}

/** One cut and how far it came. What it catches up with is noted only where events are to be rematched. */
export interface Cut extends CatchUpNotes {
  readonly id: string;
  /** By the ledger's clock, milliseconds since the epoch. */
  readonly begunAt: number;
  /** Noted after `begunAt`; null until then. */
  readonly deliveriesEnd: NotedOffsets | null;
  /** Noted after the delivery group had passed `deliveriesEnd`; null until then. */
  readonly attemptsEnd: NotedOffsets | null;
  readonly isFinished: boolean;
}

type Row = Omit<Cut, 'begunAt'> & { readonly begunAt: Date };

const columns = `id, begun_at AS "begunAt", deliveries_end AS "deliveriesEnd", attempts_end AS "attemptsEnd",
  events_end AS "eventsEnd", accepted_end AS "acceptedEnd", ledger_ends AS "ledgerEnds",
  finished_at IS NOT NULL AS "isFinished"`;

function toCut(row: Row): Cut {
  return { ...row, begunAt: row.begunAt.getTime() };
}

/** The cut begun last on this cluster. */
export async function selectLatestCut(pool: Pool, clusterId: string): Promise<Cut | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM history.cuts WHERE cluster_id = $1 ORDER BY id DESC LIMIT 1`,
    [clusterId],
  );
  return rows[0] && toCut(rows[0]);
}

/** A cut as people see it. Instants are milliseconds since the epoch. */
export interface ShownCut {
  readonly begunAt: number;
  /** Null while it goes on. */
  readonly finishedAt: number | null;
  /** Whose progress it waits for, while it goes on. */
  readonly waitsFor: 'delivery' | 'history' | null;
  readonly releasedAgain: number;
  readonly bodiesLost: number;
}

/** The latest cuts, the last one first. */
export async function listCuts(pool: Pool, limit: number): Promise<ShownCut[]> {
  const { rows } = await pool.query<
    Omit<ShownCut, 'begunAt' | 'finishedAt'> & { readonly begunAt: Date; readonly finishedAt: Date | null }
  >(
    `SELECT begun_at AS "begunAt", finished_at AS "finishedAt",
            CASE WHEN finished_at IS NULL THEN CASE WHEN attempts_end IS NULL THEN 'delivery' ELSE 'history' END
             END AS "waitsFor",
            released_again AS "releasedAgain", bodies_lost AS "bodiesLost"
       FROM history.cuts ORDER BY id DESC LIMIT $1`,
    [limit],
  );
  return rows.map(({ begunAt, finishedAt, ...cut }) => ({
    ...cut,
    begunAt: Number(begunAt),
    finishedAt: finishedAt && Number(finishedAt),
  }));
}

/** Begins a cut now, by the ledger's clock. */
export async function insertCut(pool: Pool, clusterId: string): Promise<Cut> {
  const { rows } = await pool.query<Row>(
    `INSERT INTO history.cuts (cluster_id, begun_at) VALUES ($1, now()) RETURNING ${columns}`,
    [clusterId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL returned no cut');
  return toCut(row);
}

export async function saveDeliveriesEnd(pool: Pool, cut: Cut, deliveriesEnd: NotedOffsets): Promise<Cut> {
  await pool.query('UPDATE history.cuts SET deliveries_end = $2 WHERE id = $1', [cut.id, deliveriesEnd]);
  return { ...cut, deliveriesEnd };
}

export async function saveAttemptsEnd(pool: Pool, cut: Cut, attemptsEnd: NotedOffsets): Promise<Cut> {
  await pool.query('UPDATE history.cuts SET attempts_end = $2 WHERE id = $1', [cut.id, attemptsEnd]);
  return { ...cut, attemptsEnd };
}

/** Notes on a cut how far a rematch has to wait. Earlier notes stay. */
export async function saveCatchUpOfCut(
  pool: Pool,
  { id }: Cut,
  { eventsEnd = null, acceptedEnd = null, ledgerEnds = null }: Partial<CatchUpNotes>,
): Promise<void> {
  await pool.query(
    `UPDATE history.cuts
        SET events_end = coalesce(events_end, $2), accepted_end = coalesce(accepted_end, $3),
            ledger_ends = coalesce(ledger_ends, $4)
      WHERE id = $1`,
    [id, eventsEnd, acceptedEnd, ledgerEnds],
  );
}

export async function finishCut(
  pool: Pool,
  cut: Cut,
  found: { readonly releasedAgain: number; readonly bodiesLost: number },
): Promise<void> {
  await pool.query(
    `UPDATE history.cuts SET finished_at = now(), released_again = $2, bodies_lost = $3 WHERE id = $1`,
    [cut.id, found.releasedAgain, found.bodiesLost],
  );
}

/** Deletes the cuts that are `unfinished`, or the `old` ones: those that were finished more than a week ago. */
export async function deleteCuts(pool: Pool, which: 'unfinished' | 'old'): Promise<void> {
  const condition =
    which === 'unfinished' ? 'finished_at IS NULL' : `finished_at < now() - interval '7 days'`;
  await pool.query(`DELETE FROM history.cuts WHERE ${condition}`);
}

import {
  advisoryLocks,
  arrays,
  column,
  inTransaction,
  names,
  rowsOf,
  type Column,
  type Pool,
  type Statement,
} from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { instant } from './instants.ts';
import { plannedOnce } from './planning.ts';

/** What one transaction has counted of a webhook in one minute. */
export interface StatisticsAddition extends TenantScope {
  readonly webhookId: string;
  /** The start of the minute, milliseconds since the epoch. */
  readonly at: number;
  /** By measure. */
  readonly counts: ReadonlyMap<number, number>;
}

/** The stretches that counts are kept for, the shortest first: how long one is, and how long it is kept. */
export const keptSteps = [
  { name: 'minute', ms: 60_000, keptMs: 48 * 3_600_000 },
  { name: 'hour', ms: 3_600_000, keptMs: 35 * 86_400_000 },
  { name: 'day', ms: 86_400_000, keptMs: 400 * 86_400_000 },
] as const;

export type KeptStep = (typeof keptSteps)[number];

/**
 * Stands for all webhooks of a tenant and environment, also those that are gone. A record may name a webhook like this: it
 * counts among all of them, and has no sums of its own.
 */
const ALL_WEBHOOKS = '';

/** How many rows one round of adding up takes. Such a round takes less than a second. */
const ROUND = 20_000;

const columns: readonly Column<StatisticsAddition>[] = [
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  column('at', 'timestamptz', ({ at }) => at),
  column('measures', 'text', ({ counts }) => `{${[...counts.keys()].join()}}`),
  column('counts', 'text', ({ counts }) => `{${[...counts.values()].join()}}`),
];

/** Notes what a transaction has counted. It waits for no other transaction. */
export function insertAdditions(additions: readonly StatisticsAddition[], findsByKey: boolean): Statement[] {
  if (additions.length === 0) return [];
  return [
    {
      ...plannedOnce('insert-additions', findsByKey),
      text: `INSERT INTO history.statistics_added (${names(columns)})
             SELECT tenant_id, environment, webhook_id, at, measures::smallint[], counts::bigint[]
               FROM ${rowsOf(columns)} AS u`,
      values: arrays(columns, additions),
    },
  ];
}

const steps = `(VALUES ${keptSteps
  .map(
    ({ name, ms, keptMs }) => `('${name}', interval '${ms} milliseconds', interval '${keptMs} milliseconds')`,
  )
  .join(', ')}) AS steps (step, width, kept)`;

const EPOCH = `timestamptz 'epoch'`;

/**
 * Adds up what transactions have counted: into minutes, hours and days of each webhook, and of all webhooks of a tenant
 * and environment. Each addition counts once, because the statement that adds it also deletes it. Additions may come as
 * late as they like.
 * @returns `done`; `more` where there may be more to add; `busy` where another process adds up, and this one has not
 */
export function addUpStatistics(pool: Pool): Promise<'done' | 'more' | 'busy'> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS locked',
      [advisoryLocks.addingUp],
    );
    if (rows[0]?.locked !== true) return 'busy';
    const { rows: added } = await client.query<{ taken: number }>({
      name: 'add-up-statistics',
      text: ADD_UP,
      values: [ROUND],
    });
    return added[0]?.taken === ROUND ? 'more' : 'done';
  });
}

const key = 'tenant_id, environment, webhook_id, step, at';

const ADD_UP = `
  WITH taken AS (
    DELETE FROM history.statistics_added
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM history.statistics_added LIMIT $1))
    RETURNING tenant_id, environment, webhook_id, at, measures, counts
  ), added AS (
    SELECT tenant_id, environment, coalesce(webhook_id, '${ALL_WEBHOOKS}') AS webhook_id, step, start AS at, measure,
           sum(count)::bigint AS count
      FROM taken
     CROSS JOIN ${steps}
     CROSS JOIN LATERAL date_bin(width, taken.at, ${EPOCH}) AS start
     CROSS JOIN LATERAL unnest(measures, counts) AS u (measure, count)
     WHERE start > now() - kept
     GROUP BY GROUPING SETS ((tenant_id, environment, step, start, measure),
                             (tenant_id, environment, webhook_id, step, start, measure))
    HAVING webhook_id IS DISTINCT FROM '${ALL_WEBHOOKS}'
  ), known AS (
    SELECT ${key}, u.measure, u.count
      FROM (SELECT DISTINCT ${key} FROM added) AS changed
     CROSS JOIN LATERAL (
       SELECT measures, counts FROM history.statistics s
        WHERE (s.tenant_id, s.environment, s.webhook_id, s.step, s.at)
            = (changed.tenant_id, changed.environment, changed.webhook_id, changed.step, changed.at)
       OFFSET 0
     ) AS stored
     CROSS JOIN LATERAL unnest(measures, counts) AS u (measure, count)
  ), summed AS (
    SELECT ${key}, measure, sum(count)::bigint AS count
      FROM (SELECT * FROM added UNION ALL SELECT * FROM known) AS both_of_them
     GROUP BY ${key}, measure
  ), written AS (
    INSERT INTO history.statistics (${key}, measures, counts)
    SELECT ${key}, array_agg(measure), array_agg(count) FROM summed GROUP BY ${key}
        ON CONFLICT (${key}) DO UPDATE SET measures = excluded.measures, counts = excluded.counts
  )
  SELECT count(*)::integer AS taken FROM taken`;

/** Removes what is kept no longer, some thousands of rows at a time. */
export async function removeOldStatistics(pool: Pool): Promise<void> {
  for (const { name, keptMs } of keptSteps) {
    await pool.query({
      name: 'remove-old-statistics',
      text: `DELETE FROM history.statistics
              WHERE ctid = ANY (ARRAY(SELECT ctid FROM history.statistics
                                       WHERE step = $1 AND (at AT TIME ZONE 'UTC')
                                             < (now() - $2 * interval '1 millisecond') AT TIME ZONE 'UTC'
                                       LIMIT ${ROUND}))`,
      values: [name, keptMs],
    });
  }
}

/** Part of the statistics of a scope. Instants are milliseconds since the epoch. */
export interface StatisticsRange {
  /** Default: all webhooks of the scope. */
  readonly webhookId?: string | undefined;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** How long a stretch of the answer is, milliseconds: a multiple of `kept`. */
  readonly stepMs: number;
  /** The counts that are read. */
  readonly kept: KeptStep;
}

/** What was counted by one measure in one stretch. */
export interface StatisticsCount {
  /** The start of the stretch, milliseconds since the epoch. */
  readonly at: number;
  readonly measure: number;
  readonly count: number;
}

/** Reads counts, those among them that are not added up yet. */
export async function selectStatistics(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  { webhookId = ALL_WEBHOOKS, from, to, stepMs, kept }: StatisticsRange,
): Promise<StatisticsCount[]> {
  const { rows } = await pool.query<{ at: Date; measure: number; count: string }>({
    name: 'select-statistics',
    text: `SELECT date_bin($7 * interval '1 millisecond', at, ${EPOCH}) AS at, measure, sum(count) AS count
             FROM (SELECT at, measures, counts FROM history.statistics
                    WHERE tenant_id = $1 AND environment = $2 AND webhook_id = $3 AND step = $4 AND at >= $5 AND at < $6
                    UNION ALL
                   SELECT at, measures, counts FROM history.statistics_added
                    WHERE tenant_id = $1 AND environment = $2 AND $3 IN (webhook_id, '${ALL_WEBHOOKS}')
                      AND at >= $5 AND at < $6) AS counted
            CROSS JOIN LATERAL unnest(measures, counts) AS u (measure, count)
            GROUP BY 1, 2`,
    values: [tenantId, environment, webhookId, kept.name, instant(from), instant(to), stepMs],
  });
  return rows.map(({ at, measure, count }) => ({ at: at.getTime(), measure, count: Number(count) }));
}

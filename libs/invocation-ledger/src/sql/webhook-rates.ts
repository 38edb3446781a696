import { arrayParameter, type Pool } from '@casewire/database';
import { instant } from './instants.ts';

/** What happened to a delivery of a webhook that has a rate. Instants are milliseconds since the epoch. */
export interface RateNote {
  readonly webhookId: string;
  /** When it was started; null if it was not. */
  readonly startedAt: number | null;
  /** The due time that the rate has given it; null if it has given none. */
  readonly dueAt: number | null;
}

/**
 * Keeps the latest instants of each webhook, for the process that has the webhook next, and the rate that has given them: at
 * first that of now, later what `followRates` has written.
 */
export async function noteRates(pool: Pool, notes: readonly RateNote[]): Promise<void> {
  if (notes.length === 0) return;
  await pool.query(
    `INSERT INTO history.webhook_rates AS known (webhook_id, last_started_at, latest_due_at, per_second)
     SELECT webhook_id, max(started_at), max(due_at),
            (SELECT rate_limit_per_second FROM subscriptions.webhooks WHERE id = note.webhook_id)
       FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS note (webhook_id, started_at, due_at)
      GROUP BY webhook_id
      ORDER BY webhook_id
         ON CONFLICT (webhook_id) DO UPDATE
        SET last_started_at = greatest(known.last_started_at, excluded.last_started_at),
            latest_due_at = greatest(known.latest_due_at, excluded.latest_due_at),
            per_second = coalesce(known.per_second, excluded.per_second)`,
    [
      arrayParameter(
        'uuid',
        notes.map(({ webhookId }) => webhookId),
      ),
      arrayParameter(
        'timestamptz',
        notes.map(({ startedAt }) => startedAt),
      ),
      arrayParameter(
        'timestamptz',
        notes.map(({ dueAt }) => dueAt),
      ),
    ],
  );
}

/** A webhook whose rate was changed since it has given due times. */
export interface ChangedRate {
  readonly webhookId: string;
  /** Its rate now; null where it has none any more. */
  readonly perSecond: number | null;
  /** When a delivery of it was last started; null where that is not known. */
  readonly lastStartedAt: Date | null;
}

/** A change counts after this: what delivery has decided before it is in the ledger by then. */
const SETTLED = "interval '3 seconds'";

export async function selectChangedRates(pool: Pool, limit: number): Promise<ChangedRate[]> {
  const { rows } = await pool.query<ChangedRate>({
    name: 'select-changed-rates',
    text: `SELECT known.webhook_id AS "webhookId", webhook.rate_limit_per_second AS "perSecond",
                  known.last_started_at AS "lastStartedAt"
             FROM history.webhook_rates AS known
             JOIN subscriptions.webhooks AS webhook ON webhook.id = known.webhook_id
            WHERE known.per_second IS DISTINCT FROM webhook.rate_limit_per_second
              AND known.per_second IS NOT NULL AND webhook.updated_at < now() - ${SETTLED}
            LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/**
 * Invocations of a webhook above an id that wait for the due time that its rate has given them, the lowest ids first. The
 * inner query finds what is scheduled of the webhook; ordered, it could read all invocations.
 */
export async function selectRateLimited(
  pool: Pool,
  webhookId: string,
  after: string,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-rate-limited',
    text: `SELECT id
             FROM (SELECT id FROM history.invocations
                    WHERE webhook_id = $1 AND due_at IS NOT NULL AND seq IS NOT NULL
                      AND due_at > now() AND reason = 'rate-limited' OFFSET 0) AS waiting
            WHERE id > $2
            ORDER BY id LIMIT $3`,
    values: [webhookId, after, limit],
  });
  return rows;
}

/**
 * Notes that due times follow the new rate.
 * @param latestDueAt of those that it has given, milliseconds since the epoch
 */
export async function saveChangedRate(
  pool: Pool,
  { webhookId, perSecond }: ChangedRate,
  latestDueAt: number,
): Promise<void> {
  if (perSecond === null) {
    await pool.query('DELETE FROM history.webhook_rates WHERE webhook_id = $1', [webhookId]);
    return;
  }
  await pool.query(
    `UPDATE history.webhook_rates SET per_second = $2, latest_due_at = $3 WHERE webhook_id = $1`,
    [webhookId, perSecond, instant(latestDueAt)],
  );
}

/** Forgets webhooks of which nothing has happened for a day: their buckets are full. */
export async function forgetOldRates(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM history.webhook_rates
      WHERE greatest(last_started_at, latest_due_at) < now() - interval '1 day'`,
  );
}

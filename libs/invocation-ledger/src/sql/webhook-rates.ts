import { arrayParameter, type Pool } from '@casewire/database';

/** What happened to a delivery of a webhook that has a rate. Instants are milliseconds since the epoch. */
export interface RateNote {
  readonly webhookId: string;
  /** When it was started; null if it was not. */
  readonly startedAt: number | null;
  /** The due time that the rate has given it; null if it has given none. */
  readonly dueAt: number | null;
}

/** Keeps the latest instants of each webhook, for the process that has the webhook next. */
export async function noteRates(pool: Pool, notes: readonly RateNote[]): Promise<void> {
  if (notes.length === 0) return;
  await pool.query(
    `INSERT INTO history.webhook_rates AS known (webhook_id, last_started_at, latest_due_at)
     SELECT webhook_id, max(started_at), max(due_at)
       FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS note (webhook_id, started_at, due_at)
      GROUP BY webhook_id
      ORDER BY webhook_id
         ON CONFLICT (webhook_id) DO UPDATE
        SET last_started_at = greatest(known.last_started_at, excluded.last_started_at),
            latest_due_at = greatest(known.latest_due_at, excluded.latest_due_at)`,
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

/** Forgets webhooks of which nothing has happened for a day: their buckets are full. */
export async function forgetOldRates(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM history.webhook_rates
      WHERE greatest(last_started_at, latest_due_at) < now() - interval '1 day'`,
  );
}

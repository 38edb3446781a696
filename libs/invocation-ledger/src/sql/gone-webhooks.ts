import type { Pool, PoolClient } from '@casewire/database';

/** Notes webhooks that were disabled just now, so that what waits for them is ended. */
export async function noteGoneWebhooks(client: PoolClient, webhookIds: readonly string[]): Promise<void> {
  if (webhookIds.length === 0) return;
  await client.query(
    `INSERT INTO history.gone_webhooks (webhook_id) SELECT DISTINCT unnest($1::text[])
         ON CONFLICT (webhook_id) DO UPDATE SET gone_at = now()`,
    [webhookIds],
  );
}

/**
 * Invocations that wait for webhooks which were noted and not enabled again: those with a due time, those in the queue of
 * a slot, and those that a hold keeps.
 */
export async function selectWaitingForGone(pool: Pool, limit: number): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-waiting-for-gone',
    text: `SELECT waiting.id
             FROM history.gone_webhooks AS gone
             JOIN subscriptions.webhooks AS webhook
               ON webhook.id = gone.webhook_id::uuid AND webhook.status_reason = 'gone',
          LATERAL (SELECT id FROM history.invocations
                    WHERE webhook_id = gone.webhook_id AND due_at IS NOT NULL AND seq IS NOT NULL
                    UNION ALL
                   SELECT invocation_id FROM history.slot_waiters WHERE webhook_id = gone.webhook_id
                    UNION ALL
                   SELECT invocation_id FROM history.held
                    WHERE webhook_id = gone.webhook_id AND NOT is_freed) AS waiting
            LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/**
 * Forgets webhooks that were noted longer ago, and those that their owners have enabled again.
 * @returns how many are left
 */
export async function forgetGoneWebhooks(pool: Pool, afterSeconds: number): Promise<number> {
  const { rows } = await pool.query<{ left: number }>({
    name: 'forget-gone-webhooks',
    text: `WITH forgotten AS (
             DELETE FROM history.gone_webhooks AS gone
              WHERE gone_at < now() - make_interval(secs => $1)
                 OR NOT EXISTS (SELECT 1 FROM subscriptions.webhooks
                                 WHERE id = gone.webhook_id::uuid AND status_reason = 'gone')
             RETURNING 1)
           SELECT ((SELECT count(*) FROM history.gone_webhooks)
                   - (SELECT count(*) FROM forgotten))::integer AS left`,
    values: [afterSeconds],
  });
  return rows[0]?.left ?? 0;
}

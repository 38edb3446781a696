import type { BacklogChoice } from '@casewire/events';
import type { Query } from './find-webhook-health.ts';

/** One webhook, or all of a tenant. */
type Webhooks = { readonly webhookId: string } | { readonly tenantId: string };

/**
 * Tells history that the pauses of webhooks are over, by their owner and by Casewire itself. History then frees what they
 * have held. Call it before the status of a paused webhook is changed, in the same transaction.
 * @param actor who has ended them, as the audit names actors
 * @returns how many pauses that were
 */
export function endPauses(
  query: Query,
  of: Webhooks,
  backlog: BacklogChoice,
  actor: string,
): Promise<number> {
  return endHolds(query, of, { backlog, actor });
}

/**
 * Tells history that nothing holds webhooks any more, since they are about to be disabled or deleted: what was held comes
 * up once more, and ends then.
 */
export async function dropHolds(query: Query, of: Webhooks): Promise<void> {
  await endHolds(query, of, {
    backlog: 'send',
    actor: null,
    others: `UNION ALL
     SELECT 'breaker', breaker FROM history.webhook_state
      WHERE webhook_id = webhook.id::text AND breaker IS NOT NULL`,
  });
}

interface HoldsEnd {
  readonly backlog: BacklogChoice;
  readonly actor: string | null;
  /** Default: none but pauses end. */
  readonly others?: string;
}

async function endHolds(
  query: Query,
  of: Webhooks,
  { backlog, actor, others = '' }: HoldsEnd,
): Promise<number> {
  const [condition, value] =
    'webhookId' in of ? ['webhook.id = $1', of.webhookId] : ['webhook.tenant_id = $1', of.tenantId];
  const ended = await query(
    `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number, backlog, actor)
     SELECT webhook.id, open.kind, open.number, $2, $3
       FROM subscriptions.webhooks AS webhook
      CROSS JOIN LATERAL (
        SELECT 'pause', webhook.pause WHERE webhook.status = 'paused'
         UNION ALL
        SELECT 'own-pause', own_pause FROM history.webhook_state
         WHERE webhook_id = webhook.id::text AND own_pause IS NOT NULL
         ${others}
      ) AS open (kind, number)
      WHERE ${condition} AND webhook.deleted_at IS NULL
         ON CONFLICT DO NOTHING
     RETURNING 1`,
    [value, backlog, actor],
  );
  return ended.length;
}

/** Tells history that a webhook was edited whose breaker is open: a probe follows at once. */
export async function noteEdit(query: Query, webhookId: string, version: number): Promise<void> {
  await query(
    `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number)
     SELECT $1::uuid, 'edit', $2::integer
      WHERE EXISTS (SELECT FROM history.webhook_state WHERE webhook_id = $1::text AND breaker IS NOT NULL)`,
    [webhookId, version],
  );
}

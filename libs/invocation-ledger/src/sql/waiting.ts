import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';

/** Of each way of waiting, no more is read: counting must stay cheap when much waits. */
const MAX_READ = 10_000;

const IN_SCOPE = 'tenant_id = $1 AND environment = $2';

/** Ids of webhooks that never existed may be any text. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** How many invocations wait. */
export interface WaitingCount {
  readonly count: number;
  /** Whether there may be more, because not everything was read. */
  readonly isAtLeast: boolean;
}

/**
 * How many invocations wait now or are on their way: of a webhook, or of all of a tenant and environment. Of each way of
 * waiting (on its way, for its time, for a predecessor, for its webhook) at most 10,000 are read.
 */
export async function countWaiting(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  webhookId?: string,
): Promise<WaitingCount> {
  const { rows } = await pool.query<WaitingCount>({
    name: webhookId === undefined ? 'count-waiting' : 'count-waiting-of-webhook',
    text: `SELECT sum(found)::integer AS count, bool_or(is_cut) AS "isAtLeast"
             FROM (${(webhookId === undefined ? OF_SCOPE : OF_WEBHOOK).join(' UNION ALL ')}) AS counted`,
    values: webhookId === undefined ? [tenantId, environment] : [tenantId, environment, webhookId],
  });
  return rows[0] ?? { count: 0, isAtLeast: false };
}

/** The first part looks for the tenant's rows among all that are on their way. The others read what waits by indexes. */
const OF_SCOPE = [
  counted(`SELECT FROM history.released WHERE ${IN_SCOPE}`),
  counted(`SELECT FROM history.invocations WHERE ${IN_SCOPE} AND due_at IS NOT NULL AND seq IS NOT NULL`),
  counted(`SELECT FROM history.invocations WHERE ${IN_SCOPE} AND claimed_until IS NOT NULL`),
  counted(waitingOfScope('history.slot_waiters WHERE')),
  counted(waitingOfScope('history.held WHERE NOT is_freed AND')),
];

/** `history.released` names no webhooks. The inner query looks rows up one by one: a join could read all invocations. */
const OF_WEBHOOK = [
  counted(
    `SELECT (SELECT webhook_id FROM history.invocations WHERE id = released.invocation_id) AS webhook_id
       FROM history.released WHERE ${IN_SCOPE}`,
    'webhook_id = $3::text',
  ),
  counted(`SELECT FROM history.invocations WHERE ${IN_SCOPE} AND webhook_id = $3::text
              AND due_at IS NOT NULL AND seq IS NOT NULL`),
  counted(`SELECT FROM history.invocations WHERE ${IN_SCOPE} AND webhook_id = $3::text
              AND claimed_until IS NOT NULL`),
  counted(waitingOfWebhook('history.slot_waiters WHERE')),
  counted(waitingOfWebhook('history.held WHERE NOT is_freed AND')),
];

/**
 * What waits in a table that knows no tenants. Finds the webhooks that anything waits for, with one index entry for each,
 * and then those of the scope among them: far more webhooks wait for nothing.
 */
function waitingOfScope(where: string): string {
  const first = (behind: string) =>
    `SELECT webhook_id FROM ${where} webhook_id > ${behind} ORDER BY webhook_id LIMIT 1`;
  return `SELECT FROM (
            WITH RECURSIVE holder AS (
              (${first(`''`)})
               UNION ALL
              SELECT following.* FROM holder, LATERAL (${first('holder.webhook_id')}) AS following
            )
            SELECT webhook_id FROM holder
          ) AS holder
            JOIN subscriptions.webhooks AS webhook
              ON webhook.id = CASE WHEN holder.webhook_id ~ '${UUID}' THEN holder.webhook_id::uuid END
           CROSS JOIN LATERAL (SELECT FROM ${where} webhook_id = holder.webhook_id LIMIT ${MAX_READ}) AS waiting
           WHERE ${IN_SCOPE}`;
}

function waitingOfWebhook(where: string): string {
  return `SELECT FROM subscriptions.webhooks AS webhook
           CROSS JOIN LATERAL (SELECT FROM ${where} webhook_id = webhook.id::text LIMIT ${MAX_READ}) AS waiting
           WHERE ${IN_SCOPE} AND webhook.id = $3::text::uuid`;
}

function counted(rows: string, isCounted = 'true'): string {
  return `SELECT count(*) FILTER (WHERE ${isCounted}) AS found, count(*) = ${MAX_READ} AS is_cut
            FROM (${rows} LIMIT ${MAX_READ}) AS read_rows`;
}

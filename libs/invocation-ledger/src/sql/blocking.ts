import { arrayParameter, type Pool, type Statement } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { InvocationState } from '@casewire/invocation-state';
import { idRange } from './ids.ts';

/** A row as it was found, undefined if it was added, and as the transaction leaves it. */
interface ChangedRow {
  readonly id: string;
  readonly locked: { readonly state: InvocationState } | undefined;
  readonly state: InvocationState;
}

/**
 * Makes `history.blocking` agree with rows that the transaction has just written. Their locks protect its rows too, so this
 * waits for nobody. Rows that never block cost nothing. Hidden ones are left out until they are shown.
 */
export function trackBlocking(rows: readonly ChangedRow[]): Statement[] {
  const begun = idsOf(rows, ({ locked, state }) => !isBlocking(locked?.state) && isBlocking(state));
  const ended = idsOf(rows, ({ locked, state }) => isBlocking(locked?.state) && !isBlocking(state));
  const statements: Statement[] = [];
  if (begun.length > 0)
    statements.push({
      text: `INSERT INTO history.blocking (invocation_id, tenant_id, environment, webhook_id)
             SELECT id, tenant_id, environment, webhook_id FROM history.invocations
              WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid
                 ON CONFLICT DO NOTHING`,
      values: [arrayParameter('uuid', begun), ...idRange(begun)],
    });
  if (ended.length > 0)
    statements.push({
      text: 'DELETE FROM history.blocking WHERE invocation_id = ANY($1::uuid[])',
      values: [arrayParameter('uuid', ended)],
    });
  return statements;
}

function isBlocking(state: InvocationState | undefined): boolean {
  return state?.releaseState === 'blocking' && state.complete;
}

function idsOf(rows: readonly ChangedRow[], wanted: (row: ChangedRow) => boolean): string[] {
  return rows.filter(wanted).map(({ id }) => id);
}

/** The webhook of a row `from`, if its owner wants subjects to be blocked. Ids of webhooks that never existed may be any text. */
function blockingWebhook(from: string): string {
  return `SELECT 1 FROM subscriptions.webhooks AS webhook
           WHERE webhook.id = CASE WHEN ${from}.webhook_id ~ '^[0-9a-f-]{36}$' THEN ${from}.webhook_id::uuid END
             AND webhook.on_give_up = 'block' AND webhook.deleted_at IS NULL`;
}

/** How many subjects of a webhook are blocked. */
export interface BlockedSubjects extends TenantScope {
  readonly webhookId: string;
  readonly count: number;
  /** The oldest of the invocations that block them. */
  readonly oldestId: string;
}

/** Counts blocked subjects by webhook, of a tenant, of an environment, or of all: those blocked longest come first. */
export async function countBlockedSubjects(
  pool: Pool,
  { tenantId, environment }: Partial<TenantScope>,
  limit: number,
): Promise<BlockedSubjects[]> {
  const { rows } = await pool.query<BlockedSubjects>({
    // No name: a plan for any parameters, which PostgreSQL may keep of a named one, reads what blocks of all tenants for one.
    text: `SELECT tenant_id AS "tenantId", environment, webhook_id AS "webhookId", count(*)::integer AS count,
                  min(invocation_id::text) AS "oldestId"
             FROM history.blocking
            WHERE ($1::text IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR environment = $2)
            GROUP BY tenant_id, environment, webhook_id
            ORDER BY "oldestId"
            LIMIT $3`,
    values: [tenantId ?? null, environment ?? null, limit],
  });
  return rows;
}

/** The ordered ones of these invocations whose webhook blocks their subject when they are given up. */
export async function selectBlockers(pool: Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM history.invocations AS invocation
      WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid AND ordering_key IS NOT NULL
        AND EXISTS (${blockingWebhook('invocation')})`,
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Invocations that block their subjects although their webhook was deleted, or skips what is given up by now. */
export async function selectLiftedBlocks(pool: Pool, limit: number): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT invocation_id AS id FROM history.blocking
      WHERE NOT EXISTS (${blockingWebhook('blocking')})
      LIMIT $1`,
    [limit],
  );
  return rows;
}

import type { Client, TenantView } from './session.ts';

const VIEW = `
  viewed.id AS "tenantId", viewed.name AS "tenantName", session.view_unlocked_until AS "unlockedUntil",
  session.view_reason AS reason`;

/** A view that begins. */
interface BegunView extends TenantView {
  /** The tenant whose view it takes the place of; null where the session viewed none. */
  readonly replacedTenantId: string | null;
}

/**
 * Opens the operator's view of a tenant, for reading. It takes the place of the session's earlier view.
 * @returns undefined where there is no such tenant, or the session has ended
 */
export async function beginView(
  client: Client,
  sessionId: string,
  tenantId: string,
): Promise<BegunView | undefined> {
  const { rows } = await client.query<BegunView>(
    `WITH earlier AS (SELECT id, viewed_tenant_id FROM gateway.sessions WHERE id = $1 FOR UPDATE)
     UPDATE gateway.sessions AS session
        SET viewed_tenant_id = viewed.id, view_unlocked_until = NULL, view_reason = NULL
       FROM earlier, subscriptions.tenants AS viewed
      WHERE session.id = earlier.id AND session.tenant_id IS NULL AND viewed.id = $2 AND viewed.deleted_at IS NULL
     RETURNING ${VIEW}, earlier.viewed_tenant_id AS "replacedTenantId"`,
    [sessionId, tenantId],
  );
  return rows[0];
}

/**
 * Allows an open view more than reading, until a time.
 * @returns undefined where the session does not view the tenant
 */
export async function unlockView(
  client: Client,
  sessionId: string,
  tenantId: string,
  { until, reason }: { readonly until: Date; readonly reason: string },
): Promise<TenantView | undefined> {
  const { rows } = await client.query<TenantView>(
    `UPDATE gateway.sessions AS session SET view_unlocked_until = $3, view_reason = $4
       FROM subscriptions.tenants AS viewed
      WHERE session.id = $1 AND session.viewed_tenant_id = $2 AND viewed.id = $2 AND viewed.deleted_at IS NULL
     RETURNING ${VIEW}`,
    [sessionId, tenantId, until, reason],
  );
  return rows[0];
}

/** Ends an open view. @returns whether the session viewed the tenant */
export async function endView(client: Client, sessionId: string, tenantId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE gateway.sessions SET viewed_tenant_id = NULL, view_unlocked_until = NULL, view_reason = NULL
      WHERE id = $1 AND viewed_tenant_id = $2`,
    [sessionId, tenantId],
  );
  return rowCount === 1;
}

import { changedMembers, recordChange, type Action } from '@casewire/audit';
import { inTransaction, type Pool, type PoolClient } from '@casewire/database';
import type { Identity } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { beginView, endView, unlockView, type TenantView } from '@casewire/session-store';
import { unlockedViewSeconds } from '../limits.ts';

/**
 * Views of the operator: a session looks at the pages of one tenant as the tenant's own people do. Each view is in the audit
 * of the tenant, with the reason that unlocked it.
 */
export class TenantViews {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @throws Problem not-found, forbidden */
  begin(by: Identity, tenantId: string): Promise<TenantView> {
    return inTransaction(this.#pool, async (client) => {
      const begun = await beginView(client, sessionOf(by), tenantId);
      if (begun === undefined) throw new Problem('not-found', { detail: 'there is no such tenant' });
      const { replacedTenantId, ...view } = begun;
      if (replacedTenantId !== null && replacedTenantId !== tenantId)
        await record(client, by, 'tenant-view.ended', replacedTenantId);
      await record(client, by, 'tenant-view.started', tenantId);
      return view;
    });
  }

  /** @throws Problem not-found where the session does not view the tenant, forbidden */
  unlock(by: Identity, tenantId: string, reason: string): Promise<TenantView> {
    const until = new Date(Date.now() + unlockedViewSeconds * 1_000);
    return inTransaction(this.#pool, async (client) => {
      const view = await unlockView(client, sessionOf(by), tenantId, { until, reason });
      if (view === undefined) throw noView();
      await record(client, { ...by, reason }, 'tenant-view.unlocked', tenantId, { unlockedUntil: until });
      return view;
    });
  }

  /** @throws Problem not-found where the session does not view the tenant, forbidden */
  end(by: Identity, tenantId: string): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      if (!(await endView(client, sessionOf(by), tenantId))) throw noView();
      await record(client, by, 'tenant-view.ended', tenantId);
    });
  }
}

function noView(): Problem {
  return new Problem('not-found', { detail: 'the session does not view this tenant' });
}

/** @throws Problem forbidden */
function sessionOf({ session }: Identity): string {
  if (session !== undefined) return session;
  throw new Problem('forbidden', {
    detail: "a view belongs to a session; with the operator's key, name the tenant in Casewire-Tenant",
  });
}

function record(
  client: PoolClient,
  by: Identity,
  action: Action,
  tenantId: string,
  members: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return recordChange(client, by, {
    action,
    resource: `tenants/${tenantId}`,
    changed: changedMembers(undefined, members),
    owner: { tenantId, environment: null },
  });
}

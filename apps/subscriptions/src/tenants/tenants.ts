import { randomUUID } from 'node:crypto';
import { changedMembers, recordChange, type Action, type ChangedMember } from '@casewire/audit';
import { isUniqueViolation } from '@casewire/database';
import type { Identity } from '@casewire/identity';
import { changesIn, Problem, requireIfMatch, type Page, type Patch } from '@casewire/rest';
import { dropHolds, Tenant, tenantHasHealth, type TenantSettings } from '@casewire/subscription-store';
import { type DataSource, type EntityManager, IsNull } from 'typeorm';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import { queryOf } from '../query-of.ts';
import {
  tenantChangeSchema,
  toTenantView,
  type NewTenant,
  type TenantChange,
  type TenantListQuery,
} from './tenant-schema.ts';

/** Any part of an id or a name, in upper or lower case. No character of what is looked for has a meaning of its own. */
const CONTAINS = ['id', 'name']
  .map((member) => `position(lower(:q) IN lower(tenant.${member})) > 0`)
  .join(' OR ');

/** Customers of the platform that runs Casewire. */
export class Tenants {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** @throws Problem already-exists, also for the id of a deleted tenant, which its history still shows */
  async create(
    manager: EntityManager,
    by: Identity,
    { id = randomUUID(), name, settings }: NewTenant,
  ): Promise<Tenant> {
    const now = new Date();
    const tenant = { id, name, settings, version: 1, createdAt: now, updatedAt: now, deletedAt: null };
    try {
      await manager.insert(Tenant, tenant);
    } catch (error) {
      if (isUniqueViolation(error)) {
        throw new Problem('already-exists', { detail: `the tenant id "${id}" is taken`, cause: error });
      }
      throw error;
    }
    await record(manager, by, 'tenant.created', id, changedMembers(undefined, auditedMembers(tenant)));
    return tenant;
  }

  /** @param only the one tenant to list. Default: all of them */
  list({ q, health, ...request }: TenantListQuery, only?: string): Promise<Page<Tenant>> {
    const list = this.#dataSource.manager.createQueryBuilder(Tenant, 'tenant');
    if (only !== undefined) list.where({ id: only });
    return pageByKeyset(list, { id: 'id', orderedBy: ['createdAt'] }, request, (query) => {
      query.andWhere({ deletedAt: IsNull() });
      if (q !== undefined) query.andWhere(`(${CONTAINS})`, { q });
      if (health !== undefined) query.andWhere(tenantHasHealth('tenant.id', health));
    });
  }

  /** @throws Problem not-found */
  find(id: string): Promise<Tenant> {
    return findTenant(this.#dataSource.manager, id);
  }

  /** @throws Problem not-found, precondition-failed, validation-failed */
  change(by: Identity, id: string, patch: Patch, ifMatch: string | undefined): Promise<Tenant> {
    return this.#dataSource.transaction(async (manager) => {
      const tenant = await lockTenant(manager, id);
      requireIfMatch(ifMatch, tenant.version);
      const changes = await changesIn(patch, toTenantView(tenant), tenantChangeSchema);
      if (Object.keys(changes).length === 0) return tenant;
      const { name = tenant.name, settings } = changes;
      const changed = {
        name,
        settings: withChanges(tenant.settings, settings),
        version: tenant.version + 1,
        updatedAt: new Date(),
      };
      const members = changedMembers(auditedMembers(tenant), auditedMembers(changed));
      await record(manager, by, 'tenant.changed', id, members);
      return manager.save(Tenant, Object.assign(tenant, changed));
    });
  }

  /**
   * Deletes a tenant. Its keys stop working and its webhooks stop matching at once. A pending delivery is cancelled when
   * it comes up, and so is what was held. Its secrets are destroyed.
   * @throws Problem not-found, precondition-failed
   */
  async delete(by: Identity, id: string, ifMatch: string | undefined): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      const tenant = await lockTenant(manager, id);
      requireIfMatch(ifMatch, tenant.version);
      await manager.update(Tenant, { id }, { deletedAt: new Date(), version: tenant.version + 1 });
      await dropHolds(queryOf(manager), { tenantId: id });
      await destroySecrets(manager, id);
      await record(manager, by, 'tenant.deleted', id);
    });
  }
}

/** A tenant's members, the settings beside the others: each is changed by itself. */
function auditedMembers({ name, settings }: Pick<Tenant, 'name' | 'settings'>) {
  return { name, ...settings };
}

function record(
  manager: EntityManager,
  by: Identity,
  action: Action,
  id: string,
  changed: readonly ChangedMember[] = [],
): Promise<void> {
  const owner = { tenantId: id, environment: null };
  return recordChange(manager, by, { action, resource: `tenants/${id}`, changed, owner });
}

/** @throws Problem not-found */
export function findTenant(manager: EntityManager, id: string): Promise<Tenant> {
  return existing(manager.findOneBy(Tenant, { id, deletedAt: IsNull() }));
}

/**
 * Finds a tenant and keeps it from changing until the transaction ends. Rows that refer to the tenant can still be added,
 * by run requests for instance.
 * @throws Problem not-found
 */
export function lockTenant(manager: EntityManager, id: string): Promise<Tenant> {
  return existing(
    manager.findOne(Tenant, { where: { id, deletedAt: IsNull() }, lock: { mode: 'for_no_key_update' } }),
  );
}

const DESTROY_SECRETS = [
  'DELETE FROM subscriptions.secrets WHERE tenant_id = $1',
  'DELETE FROM subscriptions.signing_secrets WHERE tenant_id = $1',
  `DELETE FROM subscriptions.webhook_secrets
    WHERE webhook_id IN (SELECT id FROM subscriptions.webhooks WHERE tenant_id = $1 AND deleted_at IS NULL)`,
  `UPDATE subscriptions.webhooks
      SET headers = '{}', context_placeholders = '{}', secret_placeholders = '{}',
          auth = NULL, auth_key_id = NULL, auth_ciphertext = NULL
    WHERE tenant_id = $1 AND deleted_at IS NULL AND (headers <> '{}' OR auth_ciphertext IS NOT NULL)`,
];

/** Destroys the secrets of a tenant: those that sign, those that authenticate, and those that webhooks name. */
async function destroySecrets(manager: EntityManager, tenantId: string): Promise<void> {
  for (const statement of DESTROY_SECRETS) await manager.query(statement, [tenantId]);
}

async function existing(found: Promise<Tenant | null>): Promise<Tenant> {
  const tenant = await found;
  if (tenant === null) throw new Problem('not-found', { detail: 'there is no such tenant' });
  return tenant;
}

/** Null resets a setting to its default. */
function withChanges(settings: TenantSettings, changes: TenantChange['settings'] = {}): TenantSettings {
  const changed = Object.entries({ ...settings, ...changes }).filter(([, value]) => value != null);
  return Object.fromEntries(changed);
}

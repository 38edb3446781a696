import { changedMembers, recordChange } from '@casewire/audit';
import type { Identity } from '@casewire/identity';
import { Problem, type Page, type PageQuery } from '@casewire/rest';
import { ApiKey, hashApiKey } from '@casewire/subscription-store';
import { type DataSource, type EntityManager, IsNull } from 'typeorm';
import { newId } from '../new-id.ts';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import { findTenant, lockTenant } from '../tenants/tenants.ts';
import type { NewApiKey } from './api-key-schema.ts';
import { generateApiKey } from './generate-api-key.ts';

/** Keys that tenants call the API with. */
export class ApiKeys {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /**
   * @returns the row, and the key itself, which is stored nowhere
   * @throws Problem not-found if there is no such tenant
   */
  async create(
    manager: EntityManager,
    by: Identity,
    tenantId: string,
    wanted: NewApiKey,
  ): Promise<{ row: ApiKey; key: string }> {
    await lockTenant(manager, tenantId);
    const now = new Date();
    const key = generateApiKey(wanted.environment);
    const row: ApiKey = {
      id: newId(now),
      tenantId,
      environment: wanted.environment,
      name: wanted.name ?? null,
      keyHash: hashApiKey(key),
      scopes: [...new Set(wanted.scopes)],
      createdAt: now,
      expiresAt: wanted.expiresAt ?? null,
      revokedAt: null,
      lastUsedAt: null,
    };
    await manager.insert(ApiKey, row);
    const { id, name, scopes, expiresAt, environment } = row;
    await recordChange(manager, by, {
      action: 'api-key.created',
      resource: `api-keys/${id}`,
      changed: changedMembers(undefined, { name, scopes, expiresAt }),
      owner: { tenantId, environment },
    });
    return { row, key };
  }

  /** @throws Problem not-found if there is no such tenant */
  async list(tenantId: string, request: PageQuery): Promise<Page<ApiKey>> {
    const { manager } = this.#dataSource;
    await findTenant(manager, tenantId);
    const query = manager.createQueryBuilder(ApiKey, 'key').where('key.tenantId = :tenantId', { tenantId });
    return pageByKeyset(query, { id: 'id' }, request);
  }

  /**
   * The key stops working at once; revoking it again changes nothing.
   * @throws Problem not-found
   */
  revoke(by: Identity, tenantId: string, id: string): Promise<void> {
    return this.#dataSource.transaction(async (manager) => {
      const key = await manager.findOneBy(ApiKey, { id, tenantId });
      if (key === null) throw new Problem('not-found', { detail: 'there is no such key' });
      const good = { id, tenantId, revokedAt: IsNull() };
      const { affected } = await manager.update(ApiKey, good, { revokedAt: new Date() });
      if (affected === 0) return;
      await recordChange(manager, by, {
        action: 'api-key.revoked',
        resource: `api-keys/${id}`,
        owner: { tenantId, environment: key.environment },
      });
    });
  }
}

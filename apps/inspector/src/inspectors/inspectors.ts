import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { changedMembers, recordChange } from '@casewire/audit';
import { inTransaction, type Listed, type Pool, type PoolClient } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import { tenantScope, type Identity } from '@casewire/identity';
import {
  changeInspector,
  createInspector,
  deleteInspector,
  findInspector,
  listInspectors,
  listRequests,
  lockInspector,
  type InspectedRequest,
  type Inspector,
} from '@casewire/inspector-store';
import { Problem, type PageQuery } from '@casewire/rest';
import { findMaskingFacts, type MaskingFacts } from '@casewire/subscription-store';
import { LIFETIME_MS, MAX_INSPECTORS } from '../limits.ts';
import type { Respond } from './respond-schema.ts';

/** The inspectors of tenants. There are none in production: whatever sends there needs a receiver that stays. */
export class Inspectors {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @param client in a transaction @throws Problem forbidden in production, not-found, limit-reached */
  async create(client: PoolClient, identity: Identity, respond: Respond): Promise<Inspector> {
    const now = Date.now();
    const inspector = {
      id: timeOrderedUuid(now, randomBytes(10)),
      tenantId: sandboxOf(identity),
      respond,
      expiresAt: new Date(now + LIFETIME_MS),
    };
    const created = await createInspector(client, inspector, MAX_INSPECTORS);
    if (created === 'no-tenant') throw new Problem('not-found', { detail: 'there is no such tenant' });
    if (created === 'limit-reached') {
      throw new Problem('limit-reached', {
        detail: `a tenant may have ${MAX_INSPECTORS} inspectors: delete one, or wait until one expires`,
      });
    }
    await recordChange(client, identity, {
      action: 'inspector.created',
      resource: `inspectors/${created.id}`,
      changed: changedMembers(undefined, { respond }),
    });
    return created;
  }

  /** @throws Problem forbidden in production */
  list(identity: Identity, page: PageQuery): Promise<Listed<Inspector>> {
    return listInspectors(this.#pool, sandboxOf(identity), page);
  }

  /** @throws Problem forbidden in production, not-found */
  async find(identity: Identity, id: string): Promise<Inspector> {
    return known(await findInspector(this.#pool, sandboxOf(identity), id));
  }

  /**
   * @param wanted says how it is to answer; undefined to leave it as it is
   * @throws Problem forbidden in production, not-found; whatever `wanted` throws
   */
  change(
    identity: Identity,
    id: string,
    wanted: (inspector: Inspector) => Promise<Respond | undefined>,
  ): Promise<Inspector> {
    const tenantId = sandboxOf(identity);
    return inTransaction(this.#pool, async (client) => {
      const inspector = known(await lockInspector(client, tenantId, id));
      const { respond: before } = inspector;
      const respond = await wanted(inspector);
      if (respond === undefined || isDeepStrictEqual(respond, before)) return inspector;
      const changed = known(await changeInspector(client, tenantId, id, respond));
      await recordChange(client, identity, {
        action: 'inspector.changed',
        resource: `inspectors/${id}`,
        changed: changedMembers({ respond: before }, { respond }),
      });
      return changed;
    });
  }

  /** @throws Problem forbidden in production, not-found */
  async delete(identity: Identity, id: string): Promise<void> {
    const tenantId = sandboxOf(identity);
    await inTransaction(this.#pool, async (client) => {
      const isDeleted = await deleteInspector(client, tenantId, id);
      if (!isDeleted) throw unknown();
      await recordChange(client, identity, { action: 'inspector.deleted', resource: `inspectors/${id}` });
    });
  }

  /** @throws Problem forbidden in production, not-found */
  async requests(identity: Identity, id: string, page: PageQuery): Promise<Listed<InspectedRequest>> {
    const inspector = await this.find(identity, id);
    return listRequests(this.#pool, inspector.id, page);
  }

  /** What decides how much of these requests a session sees. */
  maskingFacts(identity: Identity, requests: readonly InspectedRequest[]): Promise<MaskingFacts> {
    const types = requests.flatMap(({ eventType }) => eventType ?? []);
    const webhooks = requests.map(({ webhookId }) => webhookId);
    return findMaskingFacts(this.#pool, tenantScope(identity), types, webhooks);
  }
}

/** @throws Problem forbidden in production, tenant-required */
function sandboxOf(identity: Identity): string {
  const { tenantId, environment } = tenantScope(identity);
  if (environment === 'sandbox') return tenantId;
  throw new Problem('forbidden', { detail: 'inspectors are for trying things in the sandbox: use its key' });
}

function known(inspector: Inspector | undefined): Inspector {
  if (inspector === undefined) throw unknown();
  return inspector;
}

function unknown(): Problem {
  return new Problem('not-found', {
    detail: 'there is no such inspector: it may have expired; make another one with POST /v1/inspectors',
  });
}

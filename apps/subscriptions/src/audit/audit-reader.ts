import { hasEntry, listEntries, type EntryFilter } from '@casewire/audit';
import type { Pool } from '@casewire/database';
import { tenantScope, visibleScope, type Identity } from '@casewire/identity';
import { cursorOf, page, Problem, unknownCursor, type Page } from '@casewire/rest';
import { findKeyNames } from '@casewire/subscription-store';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { keyIdIn, toEntryView, type AuditQuery, type ChangesQuery, type EntryView } from './audit-schema.ts';

/** Shows what was changed, and by whom. */
export class AuditReader {
  readonly #pool: Pool;
  readonly #webhooks: Webhooks;

  constructor(pool: Pool, webhooks: Webhooks) {
    this.#pool = pool;
    this.#webhooks = webhooks;
  }

  /**
   * What a caller may see: of its own tenant and environment, or as the operator of all.
   * @throws Problem forbidden where the request acts for another tenant than it asks for; cursor-unknown
   */
  list(identity: Identity, { tenant, actor, action, resource, since, ...request }: AuditQuery) {
    const { tenantId = tenant, environment } = visibleScope(identity);
    if (tenant !== undefined && tenant !== tenantId)
      throw new Problem('forbidden', { detail: `the request acts for ${tenantId ?? 'nobody'}` });
    return this.#page({ tenantId, environment, actor, action, resource, since }, request);
  }

  /** What has become of a webhook. @throws Problem not-found, cursor-unknown */
  async changesOf(identity: Identity, id: string, request: ChangesQuery): Promise<Page<EntryView>> {
    const scope = tenantScope(identity);
    await this.#webhooks.find(scope, id);
    return this.#page({ ...scope, resource: `webhooks/${id}` }, request);
  }

  async #page(filter: EntryFilter, request: ChangesQuery): Promise<Page<EntryView>> {
    const cursor = cursorOf(request);
    if (cursor !== undefined && !(await hasEntry(this.#pool, filter, cursor))) throw unknownCursor(cursor);
    const { rows, hasNext } = await listEntries(this.#pool, filter, request);
    const keys = rows.flatMap(({ actor, resource }) => [actor, keyIdIn(resource)]);
    const names = await findKeyNames(
      this.#pool,
      keys.filter((id) => id !== undefined),
    );
    return page(
      rows.map((entry) => toEntryView(entry, names)),
      hasNext,
    );
  }
}

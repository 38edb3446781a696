import { recordChange } from '@casewire/audit';
import type { TenantScope } from '@casewire/events';
import { tenantScope, type Identity } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { isSecretName } from '@casewire/placeholders';
import { page, Problem, type Page } from '@casewire/rest';
import { NamedSecret, namedSecretContext } from '@casewire/subscription-store';
import { limits, printableText } from '@casewire/webhook-settings';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { NamePageQuery } from '../paging/page-queries.ts';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import { lockTenant } from '../tenants/tenants.ts';

export const secretNameSchema = z.string().refine(isSecretName, {
  error: 'is not the name of a secret',
  params: { accepted: 'up to 256 letters, digits, `_`, `.` and `-`' },
});

/** Body of PUT /v1/secrets/{name}. */
export const secretInputSchema = z.strictObject({
  value: printableText({ max: limits.namedSecretCharacters, blanks: true }).describe('Never shown again.'),
});

export const namedSecretSchema = z.object({
  name: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type SecretInput = z.infer<typeof secretInputSchema>;
export type NamedSecretView = z.infer<typeof namedSecretSchema>;

/** Values that webhooks name instead of containing them. They are stored sealed, and opened only to send a delivery. */
export class Secrets {
  readonly #dataSource: DataSource;
  readonly #keyRing: KeyRing;

  constructor(dataSource: DataSource, keyRing: KeyRing) {
    this.#dataSource = dataSource;
    this.#keyRing = keyRing;
  }

  /**
   * Makes or replaces a secret.
   * @throws Problem limit-reached
   */
  async put(by: Identity, name: string, value: string): Promise<void> {
    const { tenantId, environment } = tenantScope(by);
    const key = { tenantId, environment, name };
    const sealed = this.#keyRing.encrypt(value, namedSecretContext(key));
    await this.#dataSource.transaction(async (manager) => {
      // Two requests cannot both take the last place.
      await lockTenant(manager, tenantId);
      const known = await manager.findOneBy(NamedSecret, key);
      if (
        known === null &&
        (await manager.countBy(NamedSecret, { tenantId, environment })) >= limits.namedSecrets
      ) {
        throw new Problem('limit-reached', {
          detail: `the tenant may have ${limits.namedSecrets} secrets here`,
        });
      }
      const now = new Date();
      await manager.save(NamedSecret, {
        ...key,
        ...sealed,
        createdAt: known?.createdAt ?? now,
        updatedAt: now,
      });
      await recordChange(manager, by, {
        action: 'secret.set',
        resource: `secrets/${name}`,
        changed: [{ member: 'value' }],
      });
    });
  }

  async list({ tenantId, environment }: TenantScope, request: NamePageQuery): Promise<Page<NamedSecretView>> {
    const query = this.#dataSource.manager
      .createQueryBuilder(NamedSecret, 'secret')
      .where({ tenantId, environment });
    const { data, hasNext } = await pageByKeyset(query, { id: 'name' }, request);
    return page(data.map(toView), hasNext);
  }

  /** @throws Problem not-found */
  async delete(by: Identity, name: string): Promise<void> {
    const { tenantId, environment } = tenantScope(by);
    await this.#dataSource.transaction(async (manager) => {
      const { affected } = await manager.delete(NamedSecret, { tenantId, environment, name });
      if (affected === 0) throw new Problem('not-found', { detail: 'there is no such secret' });
      await recordChange(manager, by, { action: 'secret.deleted', resource: `secrets/${name}` });
    });
  }
}

function toView({ name, createdAt, updatedAt }: NamedSecret): NamedSecretView {
  return { name, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

import { randomUUID } from 'node:crypto';
import { recordChange } from '@casewire/audit';
import type { TenantScope } from '@casewire/events';
import { tenantScope, type Identity } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { SigningSecret, signingSecretContext } from '@casewire/subscription-store';
import { type DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import { lockTenant } from '../tenants/tenants.ts';
import { secretProblem, type SignedWebhook } from '../webhooks/signing-problems.ts';
import { generateSecret, refuseSecret } from '../webhook-secrets/webhook-secret.ts';
import type { Rotation } from '../webhook-secrets/secret-schema.ts';

/** The secret of a tenant and environment, which signs for webhooks that have none of their own. */
export class SigningSecrets {
  readonly #dataSource: DataSource;
  readonly #keyRing: KeyRing;

  constructor(dataSource: DataSource, keyRing: KeyRing) {
    this.#dataSource = dataSource;
    this.#keyRing = keyRing;
  }

  /** The current secret. The first call makes it. */
  async find(scope: TenantScope): Promise<string> {
    const known = await findSigningSecret(this.#dataSource.manager, this.#keyRing, scope);
    return known ?? this.#make(scope);
  }

  /** Shows the current secret. The audit notes it first: where it cannot be noted, nothing is shown. */
  async reveal(by: Identity): Promise<string> {
    const secret = await this.find(tenantScope(by));
    await recordChange(this.#dataSource.manager, by, {
      action: 'signing-secret.revealed',
      resource: 'signing-secret',
    });
    return secret;
  }

  /**
   * Signs with a new secret from the next attempt on, and with the old one beside it until the overlap ends.
   * @throws Problem validation-failed
   */
  async rotate(
    manager: EntityManager,
    by: Identity,
    { overlapSeconds, secret = generateSecret() }: Rotation,
  ): Promise<string> {
    const scope = tenantScope(by);
    refuseSecret(secretProblem(secret, { signing: {}, format: 'native', events: ['*'] }));
    await lockTenant(manager, scope.tenantId);
    for (const webhook of await findTenantSigned(manager, scope)) {
      const problem = secretProblem(secret, webhook);
      refuseSecret(problem && `${problem}; the webhook ${webhook.id} does: change its \`signing\` first`);
    }
    await manager.delete(SigningSecret, { ...scope, expiresAt: Not(IsNull()) });
    const expiresAt = new Date(Date.now() + overlapSeconds * 1_000);
    await manager.update(SigningSecret, { ...scope, expiresAt: IsNull() }, { expiresAt });
    await recordChange(manager, by, {
      action: 'signing-secret.rotated',
      resource: 'signing-secret',
      changed: [{ member: 'secret' }, { member: 'overlapSeconds', after: overlapSeconds }],
    });
    return this.#insert(manager, scope, secret);
  }

  /** Locks the tenant, so that two requests do not make two secrets. */
  #make(scope: TenantScope): Promise<string> {
    return this.#dataSource.transaction(async (manager) => {
      await lockTenant(manager, scope.tenantId);
      return (
        (await findSigningSecret(manager, this.#keyRing, scope)) ??
        this.#insert(manager, scope, generateSecret())
      );
    });
  }

  async #insert(manager: EntityManager, scope: TenantScope, secret: string): Promise<string> {
    const sealed = this.#keyRing.encrypt(secret, signingSecretContext(scope));
    const row = { id: randomUUID(), ...scope, ...sealed, createdAt: new Date(), expiresAt: null };
    await manager.insert(SigningSecret, row);
    return secret;
  }
}

/** The current signing secret of a tenant and environment; null where none was made yet. */
export async function findSigningSecret(
  manager: EntityManager,
  keyRing: KeyRing,
  { tenantId, environment }: TenantScope,
): Promise<string | null> {
  const scope = { tenantId, environment };
  const row = await manager.findOneBy(SigningSecret, { ...scope, expiresAt: IsNull() });
  return row && keyRing.decrypt(row, signingSecretContext(scope)).toString();
}

/** One webhook of those with the same signing, format and events. */
interface TenantSignedWebhook extends SignedWebhook {
  readonly id: string;
}

const SELECT_TENANT_SIGNED = `
  SELECT DISTINCT ON (signing, format, events) id, signing, format, events
    FROM subscriptions.webhooks
   WHERE tenant_id = $1 AND environment = $2
     AND signs_with_tenant_secret AND deleted_at IS NULL
     AND (level <> 'runtime' OR signing <> '{}' OR format <> 'native')
     AND (expires_at IS NULL OR expires_at > now())
   ORDER BY signing, format, events, id`;

/**
 * The webhooks that the tenant's secret signs for, one for each combination of signing, format and events. There can be
 * millions of webhooks of single runs. Those that are signed as a run request makes them are left out: any secret fits.
 */
function findTenantSigned(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
): Promise<TenantSignedWebhook[]> {
  return manager.query<TenantSignedWebhook[]>(SELECT_TENANT_SIGNED, [tenantId, environment]);
}

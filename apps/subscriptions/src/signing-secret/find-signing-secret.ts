import type { TenantScope } from '@casewire/events';
import type { KeyRing } from '@casewire/key-ring';
import { SigningSecret, signingSecretContext } from '@casewire/subscription-store';
import { type EntityManager, IsNull } from 'typeorm';

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

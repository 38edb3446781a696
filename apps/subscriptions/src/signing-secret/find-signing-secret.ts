import type { TenantScope } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { SigningSecret, signingSecretContext } from '@casewire/subscription-store';
import { type EntityManager, IsNull } from 'typeorm';

/** The current signing secret of a tenant and environment; null where none was made yet. */
export async function findSigningSecret(
  manager: EntityManager,
  keyRing: KeyRing,
  { tenantId, environment }: TenantScope,
): Promise<string | null> {
  const row = await manager.findOneBy(SigningSecret, { tenantId, environment, expiresAt: IsNull() });
  return row && keyRing.decrypt(row, signingSecretContext(tenantId, environment)).toString();
}

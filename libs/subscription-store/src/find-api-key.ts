import { createHash } from 'node:crypto';
import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { Scope } from '@casewire/identity';

/** The form in which a key is stored and looked up. A key has 256 random bits, so one round of SHA-256 is enough. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** A key that may be used. */
export interface AuthenticatedKey extends TenantScope {
  readonly id: string;
  readonly scopes: readonly Scope[];
}

const STATEMENT = `
  SELECT key.id, key.tenant_id AS "tenantId", key.environment, key.scopes
    FROM subscriptions.api_keys AS key
    JOIN subscriptions.tenants AS tenant ON tenant.id = key.tenant_id AND tenant.deleted_at IS NULL
   WHERE key.key_hash = $1
     AND key.revoked_at IS NULL
     AND (key.expires_at IS NULL OR key.expires_at > now())`;

/**
 * The key with this hash (see `hashApiKey`); null if there is none, it expired or was revoked, or its tenant was
 * deleted.
 */
export async function findApiKey(pool: Pool, keyHash: Buffer): Promise<AuthenticatedKey | null> {
  const { rows } = await pool.query<AuthenticatedKey>({
    name: 'find-api-key',
    text: STATEMENT,
    values: [keyHash],
  });
  return rows[0] ?? null;
}

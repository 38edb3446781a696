import { createHash } from 'node:crypto';
import { arrays, column, rowsOf, type Column, type Pool } from '@casewire/database';
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

/** Keys that may be used, by their hash in hex. */
export type AuthenticatedKeys = ReadonlyMap<string, AuthenticatedKey>;

interface KeyRow extends AuthenticatedKey {
  readonly keyHash: Buffer;
}

const columns: readonly Column<Buffer>[] = [column('key_hash', 'bytea', (hash) => hash)];

const STATEMENT = `
  SELECT key.key_hash AS "keyHash", key.id, key.tenant_id AS "tenantId", key.environment, key.scopes
    FROM ${rowsOf(columns)} AS wanted
    JOIN subscriptions.api_keys AS key USING (key_hash)
    JOIN subscriptions.tenants AS tenant ON tenant.id = key.tenant_id AND tenant.deleted_at IS NULL
   WHERE key.revoked_at IS NULL
     AND (key.expires_at IS NULL OR key.expires_at > now())`;

/**
 * Those of the keys that may be used. Absent are keys that are unknown, expired or revoked, and keys of deleted tenants.
 * @param hashes of keys, by `hashApiKey`
 */
export async function findApiKeys(pool: Pool, hashes: readonly Buffer[]): Promise<AuthenticatedKeys> {
  const { rows } = await pool.query<KeyRow>({
    name: 'find-api-keys',
    text: STATEMENT,
    values: arrays(columns, hashes),
  });
  return new Map(rows.map(({ keyHash, ...key }) => [keyHash.toString('hex'), key]));
}

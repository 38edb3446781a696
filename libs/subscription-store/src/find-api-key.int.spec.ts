import { inSeconds, insertTenant, newId } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { findApiKey, hashApiKey } from './find-api-key.ts';

const { pool } = useDatabase();

async function insertKey(key: string, tenantId: string, ends: { expiresAt?: Date; revokedAt?: Date } = {}) {
  const id = newId();
  await pool.query(
    `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, key_hash, scopes, expires_at, revoked_at)
     VALUES ($1, $2, 'production', $3, '{read,write}', $4, $5)`,
    [id, tenantId, hashApiKey(key), ends.expiresAt, ends.revokedAt],
  );
  return id;
}

describe('findApiKey', () => {
  it('says which tenant, environment and scopes a key has', async () => {
    const tenantId = await insertTenant(pool, 'keys');
    const id = await insertKey('good', tenantId, { expiresAt: inSeconds(60) });
    expect(await findApiKey(pool, hashApiKey('good'))).toEqual({
      id,
      tenantId,
      environment: 'production',
      scopes: ['read', 'write'],
    });
  });

  it('does not know keys that are wrong, expired, revoked, or of a deleted tenant', async () => {
    const tenantId = await insertTenant(pool, 'ended');
    const deleted = await insertTenant(pool, 'deleted');
    await pool.query('UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = $1', [deleted]);
    await insertKey('expired', tenantId, { expiresAt: inSeconds(-1) });
    await insertKey('revoked', tenantId, { revokedAt: inSeconds(-1) });
    await insertKey('orphan', deleted);
    for (const key of ['wrong', 'expired', 'revoked', 'orphan']) {
      expect(await findApiKey(pool, hashApiKey(key))).toBeNull();
    }
  });
});

import { inSeconds, insertTenant, newId } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { findApiKeys, hashApiKey } from './find-api-keys.ts';

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

describe('findApiKeys', () => {
  it('says which tenant, environment and scopes each key has, however often it is asked for', async () => {
    const tenantId = await insertTenant(pool, 'keys');
    const other = await insertTenant(pool, 'other');
    const ids = [
      await insertKey('one', tenantId),
      await insertKey('two', other, { expiresAt: inSeconds(60) }),
    ];
    const found = await findApiKeys(pool, ['one', 'two', 'three', 'one'].map(hashApiKey));
    const all = { environment: 'production', scopes: ['read', 'write'] };
    expect(found).toEqual(
      new Map([
        [hashApiKey('one').toString('hex'), { id: ids[0], tenantId, ...all }],
        [hashApiKey('two').toString('hex'), { id: ids[1], tenantId: other, ...all }],
      ]),
    );
  });

  it('does not know keys that are wrong, expired, revoked, or of a deleted tenant', async () => {
    const tenantId = await insertTenant(pool, 'ended');
    const deleted = await insertTenant(pool, 'deleted');
    await pool.query('UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = $1', [deleted]);
    await insertKey('expired', tenantId, { expiresAt: inSeconds(-1) });
    await insertKey('revoked', tenantId, { revokedAt: inSeconds(-1) });
    await insertKey('orphan', deleted);
    const hashes = ['wrong', 'expired', 'revoked', 'orphan'].map(hashApiKey);
    expect(await findApiKeys(pool, hashes)).toEqual(new Map());
  });
});

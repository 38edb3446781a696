import { insertTenant } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { expect, it } from '@jest/globals';
import { noteKeyUse } from './note-key-use.ts';

const { pool } = useDatabase();

async function insertKey(lastUsedAt: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, scopes, key_hash, last_used_at)
     VALUES (gen_random_uuid(), 'acme', 'sandbox', '{read}', sha256(gen_random_uuid()::text::bytea), ${lastUsedAt})
     RETURNING id`,
  );
  return rows[0]?.id ?? '';
}

/** The version of a row changes with each write. */
async function rowOf(id: string): Promise<{ version: string; isOfThisHour: boolean }> {
  const { rows } = await pool.query<{ version: string; isOfThisHour: boolean }>(
    `SELECT xmin::text AS version, last_used_at = date_trunc('hour', now(), 'UTC') AS "isOfThisHour"
       FROM subscriptions.api_keys WHERE id = $1`,
    [id],
  );
  return rows[0] ?? { version: '', isOfThisHour: false };
}

it('notes the hour of the use of a key, and writes once an hour', async () => {
  await insertTenant(pool, 'acme');
  const other = await insertKey('NULL');
  for (const before of ['NULL', "now() - interval '1 hour'"]) {
    const id = await insertKey(before);
    await noteKeyUse(pool, id);
    const noted = await rowOf(id);
    expect(noted.isOfThisHour).toBe(true);
    await noteKeyUse(pool, id);
    expect(await rowOf(id)).toEqual(noted);
  }
  expect((await rowOf(other)).isOfThisHour).toBe(null);
});

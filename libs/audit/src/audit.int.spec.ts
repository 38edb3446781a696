import { inTransaction } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { listEntries, type EntryFilter } from './list-entries.ts';
import { purgeEntries } from './purge-entries.ts';
import { recordChange, recordChanges, type Owner } from './record-change.ts';

const { pool } = useDatabase();
const by = { actor: 'key-1', scopes: [], operator: false };
const action = 'webhook.changed' as const;
const DAY_MS = 86_400_000;
let tenantId: string;

beforeEach(() => {
  tenantId = randomUUID();
});

async function record(resource: string, owner: Partial<Owner> = {}): Promise<void> {
  const whole = { tenantId, environment: 'sandbox' as const, ...owner };
  await recordChange(pool, by, { action, resource, owner: whole });
}

async function insertOld(days: number): Promise<string> {
  const id = timeOrderedUuid(Date.now() - days * DAY_MS, randomBytes(10));
  await pool.query(
    `INSERT INTO audit.entries (id, actor, tenant_id, action, resource, changed) VALUES ($1, 'a', $2, $3, 'r', '[]')`,
    [id, tenantId, action],
  );
  return id;
}

const newest = { limit: 100, order: 'desc' } as const;

async function resources(filter: EntryFilter = { tenantId }): Promise<string[]> {
  return (await listEntries(pool, filter, newest)).rows.map(({ resource }) => resource);
}

describe('the audit', () => {
  it('has an entry with all that the identity says', async () => {
    const session = randomUUID();
    const identity = { ...by, tenantId, environment: 'sandbox', session, requestId: 'r-1' } as const;
    const changed = [{ member: 'url', before: 'a', after: 'b' }];
    const account = { claimedName: 'Anna', reason: 'ticket 17' };
    await recordChange(pool, { ...identity, ...account }, { action, resource: 'webhooks/1', changed });
    const { rows } = await listEntries(pool, { tenantId }, newest);
    expect(rows).toEqual([
      {
        ...{ id: expect.any(String), at: expect.any(Number), actor: 'key-1', session, requestId: 'r-1' },
        ...{ tenantId, environment: 'sandbox', action, resource: 'webhooks/1', changed, ...account },
      },
    ]);
  });

  it('has an entry of each change that one request makes', async () => {
    const changes = ['sessions/1', 'sessions/2'].map((resource) => ({ action, resource }));
    await recordChanges(pool, { ...by, tenantId, requestId: 'r-1' }, changes);
    await recordChanges(pool, { ...by, tenantId }, []);
    const { rows } = await listEntries(pool, { tenantId }, newest);
    expect(rows.map(({ resource, requestId }) => [resource, requestId]).toSorted()).toEqual([
      ['sessions/1', 'r-1'],
      ['sessions/2', 'r-1'],
    ]);
  });

  it('has no entry of a change that was rolled back', async () => {
    const failing = inTransaction(pool, async (client) => {
      await recordChange(client, { ...by, tenantId }, { action, resource: 'webhooks/1' });
      throw new Error('the change fails');
    });
    await expect(failing).rejects.toThrow('the change fails');
    expect(await resources()).toEqual([]);
  });

  it.each([
    ['changed', `UPDATE audit.entries SET actor = 'nobody'`],
    ['deleted', 'DELETE FROM audit.entries'],
    ['truncated', 'TRUNCATE audit.entries'],
  ])('cannot be %s', async (_how, statement) => {
    await record('webhooks/1');
    await expect(pool.query(statement)).rejects.toThrow('entries of the audit are never changed');
    expect(await resources()).toEqual(['webhooks/1']);
  });

  it('loses entries that are older than their retention, and no others', async () => {
    const kept = await insertOld(40);
    await insertOld(42);
    await purgeEntries(pool, 41);
    expect((await listEntries(pool, { tenantId }, newest)).rows.map(({ id }) => id)).toEqual([kept]);
    await insertOld(29);
    await expect(purgeEntries(pool, 28)).rejects.toThrow('never changed');
  });

  it('is read by tenant, and by environment with what belongs to no single one', async () => {
    await record('webhooks/1');
    await record('webhooks/2', { environment: 'production' });
    await record('tenants/t', { environment: null });
    await record('webhooks/other', { tenantId: randomUUID() });
    expect(await resources()).toEqual(['tenants/t', 'webhooks/2', 'webhooks/1']);
    expect(await resources({ tenantId, environment: 'sandbox' })).toEqual(['tenants/t', 'webhooks/1']);
  });

  it('is read by what, who and when', async () => {
    await insertOld(1);
    await record('webhooks/1');
    expect(await resources({ tenantId, since: new Date(Date.now() - DAY_MS / 2) })).toEqual(['webhooks/1']);
    expect(await resources({ tenantId, resource: 'webhooks/1' })).toEqual(['webhooks/1']);
    expect(await resources({ tenantId, actor: 'a' })).toEqual(['r']);
    expect(await resources({ tenantId, action: 'secret.set' })).toEqual([]);
  });

  it('is read in pages that neither skip nor repeat', async () => {
    for (let days = 5; days > 0; days--) await insertOld(days);
    const whole = (await listEntries(pool, { tenantId }, newest)).rows.map(({ id }) => id);
    const read: string[] = [];
    for (let hasNext = true; hasNext;) {
      const after = read.at(-1);
      const page = await listEntries(pool, { tenantId }, { limit: 2, order: 'desc', after });
      read.push(...page.rows.map(({ id }) => id));
      hasNext = page.hasNext;
    }
    expect(read).toEqual(whole);
    const back = await listEntries(pool, { tenantId }, { limit: 2, order: 'desc', before: whole[3] });
    expect(back.rows.map(({ id }) => id)).toEqual(whole.slice(1, 3));
  });
});

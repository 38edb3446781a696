import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { insertTenant, insertWebhook } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { findUnhandledFailures } from '../index.ts';
import { countRead } from './count-read.ts';
import { scope } from './sample-invocation.ts';

// One connection, so that what statements have read is known.
const { pool } = useLedger({ poolSize: 1, per: 'test' });

const { tenantId, environment } = scope;

/** Pages that it may take to find a group, its webhook, and whether somebody has handled it. */
const TO_FIND = 15;

beforeEach(async () => {
  for (const tenant of [tenantId, 'globex', 'initech']) await insertTenant(pool, tenant);
});

/** Groups of failures of a new webhook, and in each of them as many invocations that have failed. */
async function fail(tenant: string, groups: number, each: number): Promise<void> {
  const webhookId = await insertWebhook(pool, { tenantId: tenant });
  const values = [tenant, environment, webhookId, groups];
  await pool.query(
    `INSERT INTO history.failure_groups
       (id, tenant_id, environment, webhook_id, event_type, class, first_seen_at, last_seen_at, example_id, trend_hours,
        trend_counts)
     SELECT gen_random_uuid(), $1, $2, $3, 'type-' || n, 'http-500', now(), now(), gen_random_uuid(), '{}', '{}'
       FROM generate_series(1, $4) AS n`,
    values,
  );
  await pool.query(
    `INSERT INTO history.failed
     SELECT gen_random_uuid(), $1, $2, $3, 'type-' || n, 'http-500', now(), true
       FROM generate_series(1, $4) AS n, generate_series(1, $5)`,
    [...values, each],
  );
  await pool.query('VACUUM ANALYZE history.failed, history.failure_groups');
}

interface Explained {
  readonly 'QUERY PLAN': [{ readonly Plan: Readonly<Record<string, number>> }];
}

/** Pages that are read to find what has failed. */
async function pagesRead(of: Partial<TenantScope>, limit = 1_000): Promise<number> {
  const pages: number[] = [];
  const query = async ({ text, values }: { text: string; values: unknown[] }) => {
    const { rows } = await pool.query<Explained>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
    pages.push((plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN));
    return { rows: [] };
  };
  await findUnhandledFailures({ query } as unknown as Pool, of, limit);
  expect(pages).toHaveLength(1);
  return pages[0] ?? NaN;
}

describe('what has failed and nobody has handled', () => {
  it.each<[string, Partial<TenantScope>]>([
    ['a tenant', scope],
    ['all tenants', {}],
  ])('is read of each group of %s as far as it is counted, however much has failed', async (_whose, of) => {
    await fail(tenantId, 2, 1_500);
    const before = await pagesRead(of);
    await pool.query('TRUNCATE history.failed, history.failure_groups');
    await fail(tenantId, 2, 10_000);
    expect(await pagesRead(of)).toBeLessThanOrEqual(before + 2 * TO_FIND);
  });

  it('costs a few pages for each of many groups, and is counted in those alone that are listed', async () => {
    await fail(tenantId, 100, 50);
    const ofFive = await pagesRead(scope, 5);
    expect(ofFive).toBeLessThanOrEqual(100 * TO_FIND);
    // To count in one more group takes a page at least.
    expect(ofFive).toBeLessThan((await pagesRead(scope, 100)) - 95);
  });

  it('costs about as much beside much that has failed of other tenants', async () => {
    await fail(tenantId, 3, 50);
    const alone = await pagesRead(scope);
    await fail('globex', 2, 5_000);
    await fail('initech', 1_000, 5);
    expect(await pagesRead(scope)).toBeLessThanOrEqual(alone + 3 * TO_FIND);
  });

  it('reads no group of other tenants, also after the operator has read all of them often', async () => {
    await fail(tenantId, 3, 50);
    await fail('initech', 1_000, 2);
    for (let count = 0; count < 6; count++) await findUnhandledFailures(pool, {}, 1_000);
    const before = await countRead(pool, ['failure_groups']);
    expect(await findUnhandledFailures(pool, scope, 1_000)).toHaveLength(3);
    expect((await countRead(pool, ['failure_groups'])) - before).toBeLessThan(100);
  });
});

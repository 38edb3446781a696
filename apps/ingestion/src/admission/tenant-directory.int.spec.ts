import { createPool } from '@casewire/database';
import type { EventAttributes } from '@casewire/events';
import { TENANT_VALIDATION_STEPS } from '@casewire/json-schema';
import { Breather, StepPools } from '@casewire/metering';
import { insertEventType, insertTenant } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { TenantDirectory, type Caller } from './tenant-directory.ts';

const database = useDatabase();
/** Nobody listens there: whatever is asked fails. */
const away = useResource(
  () => createPool({ url: 'postgres://casewire@127.0.0.1:1/casewire', applicationName: 'spec' }),
  { close: (pool) => pool.end() },
);

beforeAll(async () => {
  await insertTenant(database.pool, 'acme');
  await insertEventType(database.pool, 'acme', 'claim.paid');
});

const acme = { tenantId: 'acme', environment: 'sandbox' as const };

function event(type: string, tenantid = 'acme'): EventAttributes {
  return { id: 'e', source: '/s', type, time: '2026-01-01T00:00:00Z', tenantid, environment: 'sandbox' };
}

/** What a directory knows of an event that came with a caller's request: its tenant, and its type. */
async function known(
  pool: ConstructorParameters<typeof TenantDirectory>[0],
  of: EventAttributes,
  caller?: Caller,
) {
  const batch = { steps: new StepPools(TENANT_VALIDATION_STEPS), breather: new Breather() };
  const knowledge = await new TenantDirectory(pool).lookUp([of], batch, caller);
  return [knowledge.isTenant(of.tenantid), knowledge.validatorOf(of) !== undefined];
}

describe('the tenant of a request', () => {
  it('is not looked up again where its key was, and neither is a type of the catalogue', async () => {
    const caller = { ...acme, isKnown: true };
    expect(await known(away, event('workflow.completed'), caller)).toEqual([true, true]);
  });

  it('is looked up where the operator acts for it', async () => {
    await expect(known(away, event('workflow.completed'), acme)).rejects.toThrow();
    expect(await known(database.pool, event('workflow.completed'), acme)).toEqual([true, true]);
    const nobody = { ...acme, tenantId: 'nobody' };
    expect(await known(database.pool, event('workflow.completed', 'nobody'), nobody)).toEqual([false, true]);
  });

  it('has its own types looked up each time', async () => {
    const caller = { ...acme, isKnown: true };
    await expect(known(away, event('claim.paid'), caller)).rejects.toThrow();
    expect(await known(database.pool, event('claim.paid'), caller)).toEqual([true, true]);
    expect(await known(database.pool, event('claim.lost'), caller)).toEqual([true, false]);
  });

  it('tells nothing of others', async () => {
    const caller = { ...acme, isKnown: true };
    expect(await known(database.pool, event('workflow.completed', 'nobody'), caller)).toEqual([false, true]);
  });
});

it('the tenants of records are looked up', async () => {
  await expect(known(away, event('workflow.completed'))).rejects.toThrow();
  expect(await known(database.pool, event('workflow.completed'))).toEqual([true, true]);
});

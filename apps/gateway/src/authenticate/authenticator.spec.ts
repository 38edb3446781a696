import { hashApiKey } from '@casewire/subscription-store';
import { describe, expect, it } from '@jest/globals';
import { Authenticator } from './authenticator.ts';
import { KeyLookUps } from './key-look-ups.ts';

const adminKey = 'operator-key-0123456789';
const key = {
  id: 'key-1',
  tenantId: 'acme',
  environment: 'sandbox' as const,
  scopes: ['read' as const],
};

const keys = new Map([[hashApiKey('tenant-key').toString('hex'), key]]);
const lookUps = new KeyLookUps(() => Promise.resolve(keys));
const authenticator = new Authenticator(adminKey, lookUps);

const ofTenant = {
  tenantId: 'acme',
  environment: 'sandbox',
  scopes: ['read'],
  operator: false,
  actor: 'key-1',
};

describe('Authenticator', () => {
  it.each([
    { authorization: 'Bearer tenant-key' },
    { authorization: 'bearer  tenant-key ' },
    { 'ds-api-token': 'tenant-key' },
  ])('knows a tenant by %j', async (headers) => {
    expect(await authenticator.authenticate(headers)).toEqual(ofTenant);
  });

  it('knows the operator, and the tenant that the operator acts for', async () => {
    const operator = { authorization: `Bearer ${adminKey}` };
    expect(await authenticator.authenticate(operator)).toEqual({
      scopes: ['read', 'payloads', 'write', 'replay', 'secrets'],
      operator: true,
      actor: 'operator',
    });
    expect(
      await authenticator.authenticate({
        ...operator,
        'casewire-tenant': 'acme',
        'casewire-environment': 'production',
      }),
    ).toMatchObject({ tenantId: 'acme', environment: 'production', operator: true });
  });

  it.each([
    {},
    { authorization: '' },
    { authorization: 'Basic dXNlcjpwYXNz' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer other-key' },
    { authorization: `Bearer ${adminKey}x` },
    { authorization: `Bearer ${adminKey.slice(0, -1)}` },
    { authorization: `Bearer ${'k'.repeat(5000)}` },
    { 'ds-api-token': '' },
  ])('answers 401 to %j', async (headers) => {
    await expect(authenticator.authenticate(headers)).rejects.toMatchObject({
      code: 'unauthorized',
      headers: { 'www-authenticate': 'Bearer realm="casewire"' },
    });
  });

  it("refuses a tenant's key together with the name of another tenant or environment", async () => {
    const headers = { authorization: 'Bearer tenant-key' };
    expect(await authenticator.authenticate({ ...headers, 'casewire-tenant': 'acme' })).toEqual(ofTenant);
    for (const named of [{ 'casewire-tenant': 'globex' }, { 'casewire-environment': 'production' }]) {
      await expect(authenticator.authenticate({ ...headers, ...named })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });

  it.each([{ 'casewire-environment': 'staging' }, { 'casewire-tenant': 'a b' }, { 'casewire-tenant': '' }])(
    'answers 400 to %j',
    async (headers) => {
      await expect(
        authenticator.authenticate({ authorization: `Bearer ${adminKey}`, ...headers }),
      ).rejects.toMatchObject({ code: 'invalid-parameter' });
    },
  );
});

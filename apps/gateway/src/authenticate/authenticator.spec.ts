import type { IncomingHttpHeaders } from 'node:http';
import { hashToken, type Session } from '@casewire/session-store';
import { type AuthenticatedKey, hashApiKey } from '@casewire/subscription-store';
import { inSeconds } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { sessionCookies } from '../sessions/session-cookie.ts';
import { operatorCheckOf, Sessions } from '../sessions/sessions.ts';
import { Authenticator } from './authenticator.ts';
import { KeyOwners, WrongKey } from './key-owners.ts';
import { LookUps, StrangerGates } from './look-ups.ts';

const adminKey = 'operator-key-0123456789';
const key = {
  id: 'key-1',
  tenantId: 'acme',
  environment: 'sandbox' as const,
  scopes: ['read' as const],
};

const keys = new Map([[hashApiKey('tenant-key').toString('hex'), key]]);
const gates = new StrangerGates();
const holderOf = () => ({ tenantId: 'acme', environment: 'sandbox' }) as const;
const owners = new KeyOwners(
  adminKey,
  new LookUps<AuthenticatedKey>({ findAll: () => Promise.resolve(keys), holderOf, gates }),
  { note: () => undefined },
);

const tokens = {
  ofTenant: 't'.repeat(43),
  ofLink: 'l'.repeat(43),
  ofOperator: 'o'.repeat(43),
  viewing: 'v'.repeat(43),
  old: 'x'.repeat(43),
};
const always = {
  readOnly: false,
  view: null,
  createdAt: new Date(),
  lastUsedAt: new Date(),
  idleSeconds: 60,
  expiresAt: new Date(),
};
const tenantSession: Session = {
  ...always,
  id: 'session-1',
  tenantId: 'acme',
  tenantName: 'Acme',
  grants: { sandbox: { scopes: ['read', 'write'], keyId: 'key-1' } },
  linkId: null,
  operatorCheck: null,
};
const linkSession: Session = {
  ...tenantSession,
  id: 'session-2',
  grants: { production: { scopes: ['read'] } },
  linkId: 'link-1',
};
const operatorSession: Session = {
  ...tenantSession,
  id: 'session-3',
  tenantId: null,
  tenantName: null,
  grants: {},
  operatorCheck: operatorCheckOf(tokens.ofOperator, adminKey),
};
const viewingSession: Session = {
  ...operatorSession,
  operatorCheck: operatorCheckOf(tokens.viewing, adminKey),
};
const sessionsByToken = new Map([
  [hashToken(tokens.ofTenant).toString('hex'), tenantSession],
  [hashToken(tokens.ofLink).toString('hex'), linkSession],
  [hashToken(tokens.ofOperator).toString('hex'), operatorSession],
]);
const origin = 'https://casewire.example';

function authenticatorOf(operatorKey: string): Authenticator {
  const sessions = new Sessions({
    lookUps: new LookUps({ findAll: () => Promise.resolve(sessionsByToken), holderOf, gates }),
    noteUse: () => Promise.resolve(),
    cookies: sessionCookies(new URL(origin)),
    origin,
    adminKey: operatorKey,
  });
  return new Authenticator(owners, sessions);
}

const authenticator = {
  authenticate: (headers: IncomingHttpHeaders, method = 'GET') =>
    authenticatorOf(adminKey).authenticate({ headers, method }),
};

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

describe('a session', () => {
  const cookie = (token: string) => ({ cookie: `other=1; __Host-casewire=${token}` });
  const sandbox = { 'casewire-tenant': 'acme', 'casewire-environment': 'sandbox' };

  it('becomes the identity of the key that it began with', async () => {
    expect(await authenticator.authenticate({ ...cookie(tokens.ofTenant), ...sandbox })).toEqual({
      ...ofTenant,
      scopes: ['read', 'write'],
      session: 'session-1',
    });
  });

  it('can do in an environment what its link says there', async () => {
    const production = { 'casewire-tenant': 'acme', 'casewire-environment': 'production' };
    expect(await authenticator.authenticate({ ...cookie(tokens.ofLink), ...production })).toEqual({
      tenantId: 'acme',
      environment: 'production',
      scopes: ['read'],
      operator: false,
      actor: 'link link-1',
      session: 'session-2',
    });
    await expect(authenticator.authenticate({ ...cookie(tokens.ofLink), ...sandbox })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it.each([{}, { 'casewire-tenant': 'acme' }, { 'casewire-environment': 'sandbox' }])(
    'of a tenant has no tenant and environment of its own: %j',
    async (named) => {
      await expect(
        authenticator.authenticate({ ...cookie(tokens.ofTenant), ...named }),
      ).rejects.toMatchObject({ code: 'tenant-required' });
    },
  );

  it('of another tenant is refused', async () => {
    await expect(
      authenticator.authenticate({ ...cookie(tokens.ofTenant), ...sandbox, 'casewire-tenant': 'globex' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it("of the operator ends with the operator's key", async () => {
    const headers = cookie(tokens.ofOperator);
    expect(await authenticator.authenticate(headers)).toMatchObject({ operator: true, session: 'session-3' });
    await expect(
      authenticatorOf('another-operator-key').authenticate({ headers, method: 'GET' }),
    ).rejects.toMatchObject({ code: 'session-ended' });
  });

  it('of the operator sees what a tenant has while it views the tenant, and may do what the view allows', async () => {
    const reading = { tenantId: 'acme', tenantName: 'Acme', unlockedUntil: null, reason: null };
    const asking = (view: Session['view'], named: object = sandbox) => {
      sessionsByToken.set(hashToken(tokens.viewing).toString('hex'), { ...viewingSession, view });
      return authenticator.authenticate({ ...cookie(tokens.viewing), ...named });
    };
    for (const view of [null, { ...reading, tenantId: 'globex' }])
      await expect(asking(view)).rejects.toMatchObject({ code: 'forbidden' });
    const asPeople = { tenantId: 'acme', environment: 'sandbox', operator: false, actor: 'operator' };
    const viewing = { ...asPeople, session: 'session-3' };
    expect(await asking(reading)).toEqual({ ...viewing, scopes: ['read'] });
    expect(await asking({ ...reading, unlockedUntil: inSeconds(60), reason: 'ticket 17' })).toEqual({
      ...{ ...viewing, reason: 'ticket 17' },
      scopes: ['read', 'payloads', 'write', 'replay', 'secrets'],
    });
    await expect(asking(reading, { 'casewire-tenant': 'acme' })).rejects.toMatchObject({
      code: 'tenant-required',
    });
  });

  it('in a frame has a cookie of its own, which is never one of the operator', async () => {
    const framed = (token: string) => ({
      ...sandbox,
      'casewire-session': 'embed',
      cookie: `__Host-casewire-embed=${token}; __Host-casewire=${tokens.ofTenant}`,
    });
    expect(
      await authenticator.authenticate({ ...framed(tokens.ofLink), 'casewire-environment': 'production' }),
    ).toMatchObject({ actor: 'link link-1' });
    await expect(authenticator.authenticate(framed(tokens.ofOperator))).rejects.toMatchObject({
      code: 'session-ended',
    });
    const withoutFrame = { ...framed(tokens.ofLink), 'casewire-session': '1' };
    expect(await authenticator.authenticate(withoutFrame)).toMatchObject({ actor: 'key-1' });
  });

  it('gives way to a key', async () => {
    const headers = { ...cookie(tokens.ofOperator), authorization: 'Bearer tenant-key' };
    expect(await authenticator.authenticate(headers)).toEqual(ofTenant);
  });

  it('that is over is answered 401, and is no wrong key', async () => {
    const refusal = authenticator.authenticate({ ...cookie(tokens.old), ...sandbox });
    await expect(refusal).rejects.toMatchObject({ code: 'session-ended', status: 401 });
    await expect(refusal).rejects.not.toBeInstanceOf(WrongKey);
  });

  it('changes something only for a page of the gateway itself', async () => {
    const headers = { ...cookie(tokens.ofTenant), ...sandbox };
    const own = { 'casewire-session': '1', origin };
    expect(await authenticator.authenticate({ ...headers, ...own }, 'POST')).toMatchObject({
      actor: 'key-1',
    });
    const others = [
      {},
      { origin },
      { 'casewire-session': '1' },
      { ...own, 'casewire-session': 'true' },
      { ...own, origin: 'http://casewire.example' },
      { ...own, origin: `${origin}.evil.example` },
      { ...own, origin: 'null' },
    ];
    for (const wrong of others) {
      for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
        await expect(authenticator.authenticate({ ...headers, ...wrong }, method)).rejects.toMatchObject({
          code: 'forbidden',
        });
      }
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { isLanding, readOnlyScopes } from './portal-rights.ts';

describe('a landing', () => {
  it.each([
    '/t/acme/sandbox',
    '/t/acme/sandbox/',
    '/t/acme/sandbox/invocations/i-1?tab=why',
    '/t/acme/sandbox/find?subject=run%207',
    '/t/acme/sandbox/webhooks/w-1/edit',
  ])('may be %s', (landing) => {
    expect(isLanding(landing, 'acme', ['sandbox'])).toBe(true);
  });

  it.each([
    '',
    '/',
    '/enter',
    '/t/acme',
    '/t/acme/production',
    '/t/acme/sandboxed',
    '/t/acme/sandbox/nowhere',
    '/t/acme/sandbox/webhooks/',
    '/t/acme/sandbox/webhooks//edit',
    '/t/acme/sandbox/webhooks/w-1/delete',
    '/t/acme/sandbox/audit/a-1',
    '/t/acme/sandbox//webhooks',
    '/t/globex/sandbox',
    '/t/acme/sandbox/../../globex/sandbox',
    '/t/acme/sandbox/%2e%2e/production',
    '/t/acme/sandbox/..\\..',
    '/t/acme/sandbox#fragment',
    '/t/acme/sandbox\n',
    't/acme/sandbox',
    '//evil.example/t/acme/sandbox',
    '\\\\evil.example',
    'https://evil.example/t/acme/sandbox',
    'javascript:alert(1)',
  ])('may not be %j', (landing) => {
    expect(isLanding(landing, 'acme', ['sandbox'])).toBe(false);
  });

  it('names a tenant as browsers write it', () => {
    expect(isLanding('/t/a%2Fb/sandbox/webhooks', 'a/b', ['sandbox', 'production'])).toBe(true);
    expect(isLanding('/t/a/b/sandbox', 'a/b', ['sandbox'])).toBe(false);
  });
});

describe('somebody who may only read', () => {
  it('has none of the scopes that change something', () => {
    expect(readOnlyScopes(['read', 'payloads', 'write', 'replay', 'secrets'])).toEqual(['read', 'payloads']);
    expect(readOnlyScopes(['write'])).toEqual([]);
  });
});

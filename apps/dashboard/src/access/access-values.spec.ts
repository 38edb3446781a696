import { describe, expect, it } from '@jest/globals';
import { emptyKey, emptyLink, fieldOf, toNewKey, toNewLink } from './access-values.ts';

const all = ['read', 'payloads', 'write', 'replay', 'secrets'];

describe('the request for a key', () => {
  it('leaves out what was not given', () => {
    expect(toNewKey({ ...emptyKey, name: ' ' })).toEqual({ environment: 'sandbox', scopes: all });
  });

  it('has what was typed', () => {
    const expiresAt = '2026-11-29T08:00:00.000Z';
    expect(toNewKey({ environment: 'production', name: ' Reports ', scopes: ['read'], expiresAt })).toEqual({
      environment: 'production',
      name: 'Reports',
      scopes: ['read'],
      expiresAt,
    });
  });
});

describe('the request for a portal link', () => {
  it('has the time in seconds, and no landing where none was typed', () => {
    expect(toNewLink({ ...emptyLink, minutes: 90 })).toEqual({
      ...{ environments: ['sandbox', 'production'], scopes: all, readOnly: false },
      expiresInSeconds: 5_400,
    });
  });

  it('leaves the time to Casewire where none was typed', () => {
    const link = toNewLink({ ...emptyLink, landing: ' /t/acme/sandbox ', minutes: '' });
    expect(link).toMatchObject({ landing: '/t/acme/sandbox' });
    expect(link).not.toHaveProperty('expiresInSeconds');
  });
});

describe('the field of a refusal', () => {
  it.each([
    ['expiresInSeconds', 'minutes'],
    ['scopes.0', 'scopes'],
    ['landing', 'landing'],
  ])('of %s is %s', (path, field) => {
    expect(fieldOf(path)).toBe(field);
  });
});

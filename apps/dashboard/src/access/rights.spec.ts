import { describe, expect, it } from '@jest/globals';
import { rightsInWords, scopesInWords } from './rights.ts';

describe('scopes in words', () => {
  it.each([
    [['secrets', 'replay', 'write', 'payloads', 'read'], 'All'],
    [['write', 'read'], 'read, write'],
    [['read'], 'read'],
  ] as const)('are %j as “%s”', (scopes, words) => {
    expect(scopesInWords(scopes)).toBe(words);
  });
});

describe('what a session may do', () => {
  it('is said once where its environments allow the same', () => {
    const scopesByEnvironment = { sandbox: ['read', 'write'], production: ['write', 'read'] } as const;
    expect(rightsInWords({ environments: ['sandbox', 'production'], scopesByEnvironment })).toBe(
      'read, write',
    );
  });

  it('is said by environment where they differ', () => {
    const scopesByEnvironment = { sandbox: ['read', 'write'], production: ['read'] } as const;
    expect(rightsInWords({ environments: ['sandbox', 'production'], scopesByEnvironment })).toBe(
      'Sandbox: read, write; Production: read',
    );
  });
});

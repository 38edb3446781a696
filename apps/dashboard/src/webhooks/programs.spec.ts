import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { programsOf, schemesOf, type SigningScheme } from './programs.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/verifying.md'), 'utf8');
const native = { signing: {}, format: 'native' } as const;

describe('the programs that verify a delivery', () => {
  it.each<[SigningScheme, string[]]>([
    ['hmac-body-hex', ['Node.js', 'Python', 'Go', 'Java', 'Shell']],
    ['timestamped-hex', ['Node.js', 'Python', 'Go', 'Java', 'Shell']],
    ['standard-webhooks', ['Node.js', 'Python', 'Shell']],
    ['standard-webhooks-ed25519', ['Node.js', 'Go']],
  ])('for %s are those of the docs, as they are printed', (scheme, names) => {
    const programs = programsOf(page, scheme, 'whsec_abc');
    expect(programs.map(({ name }) => name)).toEqual(names);
    for (const { code } of programs) expect(page).toContain(`\n${code}\n`);
  });

  it('are run with the secret of the webhook, and with its name of the header', () => {
    const [node] = programsOf(page, 'hmac-body-hex', 'whsec_abc', 'X-Sig');
    expect(node?.command).toBe(`node verify.mjs 'whsec_abc' body.json "<X-Sig>"`);
    const [standard] = programsOf(page, 'standard-webhooks', 'whsec_abc', 'X-Sig');
    expect(standard?.command).toBe(
      `node verify.mjs 'whsec_abc' body.json "<webhook-id>" "<webhook-timestamp>" "<webhook-signature>"`,
    );
  });

  it('are those of the scheme that the webhook names, or of the families whose events it gets', () => {
    expect(schemesOf({ ...native, signing: { scheme: 'timestamped-hex' } })).toEqual(['timestamped-hex']);
    expect(schemesOf({ ...native, signing: { scheme: 'none' } })).toEqual([]);
    expect(schemesOf({ ...native, format: 'thin' })).toEqual(['standard-webhooks']);
    expect(schemesOf(native)).toHaveLength(3);
  });
});

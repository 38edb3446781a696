import { describe, expect, it } from '@jest/globals';
import { checkRequest } from './check.ts';
import { generatePrivateKey } from './key-pair.ts';
import type { SigningScheme } from './scheme.ts';
import { sign } from './sign.ts';

const nowSeconds = 1_700_000_000;
const body = Buffer.from('{}');

function signed(scheme: SigningScheme, secret: string, timestampSeconds = nowSeconds) {
  const headers = sign({ scheme, secrets: [secret], id: 'msg_1', timestampSeconds, body });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('a request that its sender checks', () => {
  it.each([
    [{ scheme: 'standard-webhooks' }, `whsec_${'ab'.repeat(32)}`],
    [{ scheme: 'standard-webhooks-ed25519' }, generatePrivateKey()],
  ] as const)('passes with the secret that signs by %j, and fails with another body', (scheme, secret) => {
    const headers = signed(scheme, secret);
    expect(checkRequest(scheme, [secret], { headers, body, nowSeconds })).toBeNull();
    const other = { headers, body: Buffer.from('[]'), nowSeconds };
    expect(checkRequest(scheme, [secret], other)).toBe('signature-mismatch');
  });

  it('is not signed where nothing signs, or where the secret cannot', () => {
    expect(checkRequest({ scheme: 'none' }, [], { headers: {}, body, nowSeconds })).toBe('not-signed');
    const scheme = { scheme: 'standard-webhooks', keyEncoding: 'hex' } as const;
    const headers = signed(scheme, `whsec_${'ab'.repeat(32)}`);
    expect(checkRequest(scheme, ['whsec_no hex'], { headers, body, nowSeconds })).toBe('not-signed');
  });
});

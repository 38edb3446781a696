import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { scopes } from './identity.ts';
import { createIdentitySigner, InvalidIdentityError } from './identity-signer.ts';

const internalKey = 'k'.repeat(64);
const signer = createIdentitySigner(internalKey);

const identities = fc.record(
  {
    actor: fc.string({ minLength: 1 }),
    scopes: fc.subarray([...scopes]),
    operator: fc.boolean(),
    tenantId: fc.string({ minLength: 1 }),
    environment: fc.constantFrom('sandbox' as const, 'production' as const),
  },
  { requiredKeys: ['actor', 'scopes', 'operator'] },
);

function forged(change: (token: SignJWT) => SignJWT, key = internalKey, alg = 'HS256'): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const token = new SignJWT({ scopes: [], operator: true })
    .setProtectedHeader({ alg })
    .setSubject('operator')
    .setIssuer('casewire-gateway')
    .setAudience('casewire-services')
    .setIssuedAt(now)
    .setExpirationTime(now + 30);
  return change(token).sign(Buffer.from(key));
}

describe('a signed identity', () => {
  it('arrives as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(identities, async (identity) => {
        expect(await signer.verify(await signer.sign(identity))).toEqual(identity);
      }),
    );
  });

  it('is accepted in the form that the forgeries below start from', async () => {
    expect(await signer.verify(await forged((token) => token))).toMatchObject({ operator: true });
  });

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['signed with another key', forged((token) => token, 'o'.repeat(64))],
    ['expired', forged((token) => token.setIssuedAt(now - 90).setExpirationTime(now - 60))],
    [
      'older than its life, whatever it says',
      forged((token) => token.setIssuedAt(now - 90).setExpirationTime(now + 900)),
    ],
    ['for someone else', forged((token) => token.setAudience('another-system'))],
    ['from someone else', forged((token) => token.setIssuer('another-system'))],
    ['signed with another algorithm', forged((token) => token, internalKey, 'HS512')],
    ['not signed', Promise.resolve('eyJhbGciOiJub25lIn0.eyJvcGVyYXRvciI6dHJ1ZX0.')],
    ['not a token', Promise.resolve('operator')],
  ])('is refused when %s', async (_name, token) => {
    await expect(signer.verify(await token)).rejects.toBeInstanceOf(InvalidIdentityError);
  });
});

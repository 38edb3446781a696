import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
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
    session: fc.string({ minLength: 1 }),
    requestId: fc.string({ minLength: 1 }),
    claimedName: fc.string({ minLength: 1 }),
    reason: fc.string({ minLength: 1 }),
  },
  { requiredKeys: ['actor', 'scopes', 'operator'] },
);

function forged(
  change: (token: SignJWT) => SignJWT,
  key = internalKey,
  header: JWTHeaderParameters = { alg: 'HS256' },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const token = new SignJWT({ scopes: [], operator: true })
    .setProtectedHeader(header)
    .setSubject('operator')
    .setIssuer('casewire-gateway')
    .setAudience('casewire-services')
    .setIssuedAt(now)
    .setExpirationTime(now + 30);
  return change(token).sign(Buffer.from(key));
}

describe('a signed identity', () => {
  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(identities, (identity) => {
        expect(signer.verify(signer.sign(identity))).toEqual(identity);
      }),
    );
  });

  it('is a token that other implementations accept, for 30 seconds', async () => {
    const token = signer.sign({ actor: 'key-1', scopes: ['read'], operator: false });
    const { payload, protectedHeader } = await jwtVerify(token, Buffer.from(internalKey), {
      algorithms: ['HS256'],
      issuer: 'casewire-gateway',
      audience: 'casewire-services',
    });
    expect(protectedHeader).toEqual({ alg: 'HS256' });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(30);
  });

  it('is accepted in the form that the forgeries below start from', async () => {
    expect(signer.verify(await forged((token) => token))).toMatchObject({ operator: true });
  });

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['signed with another key', forged((token) => token, 'o'.repeat(64))],
    ['expired', forged((token) => token.setIssuedAt(now - 90).setExpirationTime(now - 60))],
    [
      'older than its life, whatever it says',
      forged((token) => token.setIssuedAt(now - 90).setExpirationTime(now + 900)),
    ],
    ['from the future', forged((token) => token.setIssuedAt(now + 60).setExpirationTime(now + 90))],
    ['for someone else', forged((token) => token.setAudience('another-system'))],
    ['from someone else', forged((token) => token.setIssuer('another-system'))],
    ['signed with another algorithm', forged((token) => token, internalKey, { alg: 'HS512' })],
    ['of another kind', forged((token) => token, internalKey, { alg: 'HS256', typ: 'at+jwt' })],
    ['not signed', Promise.resolve('eyJhbGciOiJub25lIn0.eyJvcGVyYXRvciI6dHJ1ZX0.')],
    ['not a token', Promise.resolve('operator')],
  ])('is refused when %s', async (_name, token) => {
    const given = await token;
    expect(() => signer.verify(given)).toThrow(InvalidIdentityError);
  });

  it('is refused when any of its characters is another one', () => {
    const token = signer.sign({ actor: 'key-1', scopes: [], operator: false });
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'B', '.', '-'), (index, character) => {
        fc.pre(token[index] !== character);
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        expect(() => signer.verify(changed)).toThrow(InvalidIdentityError);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { generatePrivateKey, publicKeyOf } from './key-pair.ts';
import type { VerifiableScheme } from './scheme.ts';
import { sign } from './sign.ts';
import { verify, type Verification } from './verify.ts';

const nowSeconds = 1_700_000_000;

const schemes: VerifiableScheme[] = [
  { scheme: 'standard-webhooks' },
  { scheme: 'standard-webhooks-ed25519' },
  { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
  { scheme: 'hmac-body-hex', header: 'X-SHA2-Signature', algorithm: 'sha512', keyEncoding: 'hex' },
  { scheme: 'hmac-body-hex', header: 'X-Payload-Digest', algorithm: 'sha1' },
  { scheme: 'timestamped-hex', header: 'Stripe-Signature', keyEncoding: 'utf8' },
  { scheme: 'timestamped-hex', header: 'X-Webhook-Signature' },
];

/** A secret, and what a receiver verifies its signatures with. */
interface Key {
  readonly signing: string;
  readonly verifying: string;
}

function newKey({ scheme }: VerifiableScheme): Key {
  if (scheme === 'standard-webhooks-ed25519') {
    const signing = generatePrivateKey();
    return { signing, verifying: publicKeyOf(signing) };
  }
  const secret = `whsec_${randomBytes(32).toString('hex')}`;
  return { signing: secret, verifying: secret };
}

type Received = Readonly<Record<string, string>>;

function signed(
  scheme: VerifiableScheme,
  body: Uint8Array,
  keys: readonly Key[],
  timestampSeconds = nowSeconds,
): Received {
  const secrets = keys.map(({ signing }) => signing);
  const headers = sign({ scheme, secrets, id: 'msg_1', timestampSeconds, body });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Names the algorithm to receivers that can do several; nothing signs it. */
const unsigned = 'x-payload-digest-alg';

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  const index = Math.floor(at / 8) % bytes.length;
  flipped[index] = (flipped[index] ?? 0) ^ (1 << (at % 8));
  return flipped;
}

describe.each(schemes.map((scheme) => [JSON.stringify(scheme), scheme] as const))(
  'verify %s',
  (_, scheme) => {
    const key = newKey(scheme);
    const other = newKey(scheme);
    const bodies = fc.uint8Array({ minLength: 1, maxLength: 200 });

    function check(headers: Received, body: Uint8Array, known = [key]): Verification {
      const secrets = known.map(({ verifying }) => verifying);
      return verify({ scheme, secrets, headers, body, nowSeconds });
    }

    it('accepts what was signed, and nothing with one bit of the body flipped', () => {
      fc.assert(
        fc.property(bodies, fc.nat(), (body, at) => {
          const headers = signed(scheme, body, [key]);
          expect(check(headers, body)).toEqual({ ok: true });
          expect(check(headers, flipBit(body, at))).toEqual({ ok: false, code: 'signature-mismatch' });
        }),
      );
    });

    it('accepts nothing with one bit of a signed header or of the signature flipped', () => {
      fc.assert(
        fc.property(bodies, fc.nat(), (body, at) => {
          const headers = signed(scheme, body, [key]);
          for (const [name, value] of Object.entries(headers)) {
            if (name === unsigned) continue;
            const flipped = Buffer.from(flipBit(Buffer.from(value), at)).toString('latin1');
            expect(check({ ...headers, [name]: flipped }, body)).toMatchObject({ ok: false });
          }
        }),
        { numRuns: 500 },
      );
    });

    it('accepts either key while a rotation overlaps, whichever one the receiver has, and no third one', () => {
      fc.assert(
        fc.property(bodies, fc.boolean(), (body, isFirst) => {
          const headers = signed(scheme, body, isFirst ? [key, other] : [other, key]);
          expect(check(headers, body, [key])).toEqual({ ok: true });
          expect(check(headers, body, [other])).toEqual({ ok: true });
          expect(check(headers, body, [newKey(scheme), key])).toEqual({ ok: true });
          expect(check(headers, body, [newKey(scheme)])).toEqual({ ok: false, code: 'signature-mismatch' });
        }),
        { numRuns: 20 },
      );
    });

    it('says whether a header is missing or unreadable', () => {
      const body = Buffer.from('{}');
      const headers = signed(scheme, body, [key]);
      expect(check({}, body)).toEqual({ ok: false, code: 'missing-header' });
      for (const garbage of ['!', '', 'v1,', 'v1a,', 't=1700000000', 'v1=zz,t=1700000000']) {
        const garbled = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [
            name,
            name.startsWith('webhook-') && name !== 'webhook-signature' ? value : garbage,
          ]),
        );
        expect(check(garbled, body)).toEqual({ ok: false, code: 'malformed-header' });
      }
    });
  },
);

describe('verify', () => {
  it.each(schemes.filter(({ scheme }) => scheme !== 'hmac-body-hex'))(
    'refuses timestamps of $scheme outside the tolerance',
    (scheme) => {
      const body = Buffer.from('{}');
      const key = newKey(scheme);
      const at = (timestampSeconds: number, toleranceSeconds?: number) =>
        verify({
          scheme,
          secrets: [key.verifying],
          headers: signed(scheme, body, [key], timestampSeconds),
          body,
          nowSeconds,
          ...(toleranceSeconds !== undefined && { toleranceSeconds }),
        });
      expect(at(nowSeconds - 300)).toEqual({ ok: true });
      expect(at(nowSeconds + 300)).toEqual({ ok: true });
      expect(at(nowSeconds - 301)).toEqual({ ok: false, code: 'timestamp-too-old' });
      expect(at(nowSeconds + 301)).toEqual({ ok: false, code: 'timestamp-too-new' });
      expect(at(nowSeconds - 11, 10)).toEqual({ ok: false, code: 'timestamp-too-old' });
    },
  );

  it('looks at a bounded number of signatures', () => {
    const scheme = { scheme: 'standard-webhooks-ed25519' } as const;
    const body = Buffer.from('{}');
    const key = newKey(scheme);
    const check = (strangers: number) => {
      const keys = Array.from({ length: strangers }, () => newKey(scheme));
      return verify({
        scheme,
        secrets: [key.verifying],
        headers: signed(scheme, body, [...keys, key]),
        body,
        nowSeconds,
      });
    };
    expect(check(7)).toEqual({ ok: true });
    expect(check(8)).toEqual({ ok: false, code: 'signature-mismatch' });
  });
});

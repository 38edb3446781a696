import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { VerifiableScheme } from './scheme.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';

const secret = `whsec_${'a1'.repeat(32)}`;
const otherSecret = `whsec_${'b2'.repeat(32)}`;
const nowSeconds = 1_700_000_000;

const schemes: VerifiableScheme[] = [
  { scheme: 'standard-webhooks' },
  { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
  { scheme: 'hmac-body-hex', header: 'X-SHA2-Signature', algorithm: 'sha512', keyEncoding: 'hex' },
  { scheme: 'timestamped-hex', header: 'Stripe-Signature', keyEncoding: 'utf8' },
  { scheme: 'timestamped-hex', header: 'X-Webhook-Signature' },
];

function signed(
  scheme: VerifiableScheme,
  body: Uint8Array,
  secrets = [secret],
  timestampSeconds = nowSeconds,
) {
  const headers = sign({ scheme, secrets, id: 'msg_1', timestampSeconds, body });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe.each(schemes.map((scheme) => [`${scheme.scheme} ${scheme.keyEncoding ?? ''}`, scheme] as const))(
  'verify %s',
  (_, scheme) => {
    it('accepts what was signed, and nothing with one flipped bit', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(7), (body, at, bit) => {
          const headers = signed(scheme, body);
          expect(verify({ scheme, secrets: [secret], headers, body, nowSeconds })).toEqual({ ok: true });
          const flipped = Uint8Array.from(body);
          const index = at % body.length;
          flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
          expect(verify({ scheme, secrets: [secret], headers, body: flipped, nowSeconds })).toEqual({
            ok: false,
            code: 'signature-mismatch',
          });
        }),
      );
    });

    it('accepts either secret while a rotation overlaps', () => {
      const body = Buffer.from('{}');
      const headers = signed(scheme, body, [otherSecret, secret]);
      for (const known of [secret, otherSecret]) {
        expect(verify({ scheme, secrets: [known], headers, body, nowSeconds })).toEqual({ ok: true });
      }
    });

    it('refuses a stranger, no header, and a header without a signature', () => {
      const body = Buffer.from('{}');
      const headers = signed(scheme, body);
      const attempt = (secrets: string[], received: Record<string, string>) =>
        verify({ scheme, secrets, headers: received, body, nowSeconds });
      expect(attempt([otherSecret], headers)).toEqual({ ok: false, code: 'signature-mismatch' });
      expect(attempt([secret], {})).toEqual({ ok: false, code: 'missing-header' });
      const garbled = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, name.includes('signature') ? '!' : value]),
      );
      expect(attempt([secret], garbled)).toEqual({ ok: false, code: 'malformed-header' });
    });
  },
);

describe('verify', () => {
  it.each(schemes.filter(({ scheme }) => scheme !== 'hmac-body-hex'))(
    'refuses timestamps of $scheme outside the tolerance',
    (scheme) => {
      const body = Buffer.from('{}');
      const at = (timestampSeconds: number) =>
        verify({
          scheme,
          secrets: [secret],
          headers: signed(scheme, body, [secret], timestampSeconds),
          body,
          nowSeconds,
        });
      expect(at(nowSeconds - 300)).toEqual({ ok: true });
      expect(at(nowSeconds + 300)).toEqual({ ok: true });
      expect(at(nowSeconds - 301)).toEqual({ ok: false, code: 'timestamp-too-old' });
      expect(at(nowSeconds + 301)).toEqual({ ok: false, code: 'timestamp-too-new' });
    },
  );
});

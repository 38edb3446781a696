import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import { sign } from './sign.ts';

const secret = `whsec_${'0123456789abcdef'.repeat(4)}`;
const previous = `whsec_${'fedcba9876543210'.repeat(4)}`;

/** A verifier of another library. It throws unless the request is genuine. */
type Verifier = (body: Buffer, headers: Record<string, string>, secret: string) => unknown;

const verifiers: [string, Parameters<typeof sign>[0]['scheme'], Verifier][] = [
  [
    'standardwebhooks',
    { scheme: 'standard-webhooks' },
    (body, headers, known) => new StandardWebhook(known).verify(body, headers),
  ],
  [
    'svix',
    { scheme: 'standard-webhooks' },
    (body, headers, known) => {
      new SvixWebhook(known).verify(body, headers);
    },
  ],
  [
    'stripe',
    { scheme: 'timestamped-hex', header: 'Stripe-Signature', keyEncoding: 'utf8' },
    (body, headers, known) => Stripe.webhooks.constructEvent(body, headers['Stripe-Signature'] ?? '', known),
  ],
];

const bodies = fc.json().map((text) => Buffer.from(`{"id":"evt_1","object":"event","data":${text}}`));

describe.each(verifiers)('the package %s', (_, scheme, verify) => {
  const signed = (body: Buffer, secrets: string[]) =>
    sign({ scheme, secrets, id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1000), body });

  it('accepts what we sign, with either secret of a rotation', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const headers = signed(body, [secret, previous]);
        for (const known of [secret, previous]) {
          expect(() => verify(body, headers, known)).not.toThrow();
        }
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a flipped bit of the body, of a signed header and of the signature', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.nat(6), (body, at, bit) => {
        const headers = signed(body, [secret]);
        const flip = (bytes: Buffer, index: number) => {
          const flipped = Buffer.from(bytes);
          flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
          return flipped;
        };
        expect(() => verify(flip(body, at % body.length), headers, secret)).toThrow();
        for (const [name, value] of Object.entries(headers)) {
          // The last digit of base64 has two bits that mean nothing, and hex is the same in capitals.
          const digits = value.replace(/.=*$/, '').length;
          const flipped = flip(Buffer.from(value), at % digits).toString();
          if (flipped.toLowerCase() === value.toLowerCase()) continue;
          expect(() => verify(body, { ...headers, [name]: flipped }, secret)).toThrow();
        }
      }),
      { numRuns: 200 },
    );
  });
});

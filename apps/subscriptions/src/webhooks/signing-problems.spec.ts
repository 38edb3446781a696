import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateSecret } from '../webhook-secrets/webhook-secret.ts';
import { secretProblem, signingProblems, type SignedWebhook } from './signing-problems.ts';

const text = 'webhook-shared-secret';

function webhook(part: Partial<SignedWebhook>): SignedWebhook {
  return { signing: {}, format: 'native', events: ['*'], ...part };
}

describe('secretProblem', () => {
  it.each<[string, Partial<SignedWebhook>]>([
    ['events of a family that signs with text', { events: ['workflow.completed'] }],
    ['a prefix that such a family stands behind', { events: ['workflow.*'] }],
    ['everything, where some of it can be signed', { events: ['*'] }],
    ['a scheme that signs with text', { signing: { scheme: 'hmac-body-hex' }, events: ['own.type'] }],
    ['text by choice', { signing: { scheme: 'standard-webhooks', keyEncoding: 'utf8' } }],
    ['no signature', { signing: { scheme: 'none' } }],
  ])('lets a secret that is only text sign for %s', (_what, part) => {
    expect(secretProblem(text, webhook(part))).toBeUndefined();
  });

  it.each<[string, Partial<SignedWebhook>]>([
    ['a type of the tenant own, by name', { events: ['workflow.completed', 'own.type'] }],
    ['a prefix of own types alone', { events: ['own.*'] }],
    ['the Standard Webhooks format', { format: 'standard', events: ['workflow.completed'] }],
    ['a scheme that needs hex', { signing: { scheme: 'timestamped-hex' } }],
    ['a scheme that needs base64', { signing: { scheme: 'standard-webhooks' } }],
    ['a scheme that needs a private key', { signing: { scheme: 'standard-webhooks-ed25519' } }],
  ])('does not let it sign for %s', (_what, part) => {
    expect(secretProblem(text, webhook(part))).toMatch(/^the (?:secret|private key) is not /);
  });

  it('lets a private key sign for nothing but ed25519', () => {
    const key = generateSecret({ scheme: 'standard-webhooks-ed25519' });
    expect(secretProblem(key, webhook({}))).toContain('is a private key');
    expect(secretProblem(key, webhook({ signing: { scheme: 'standard-webhooks' } }))).toContain(
      'is a private key',
    );
    expect(secretProblem(key, webhook({ signing: { scheme: 'standard-webhooks-ed25519' } }))).toBeUndefined();
  });

  it('finds nothing wrong with a generated secret, however it is used', () => {
    const signing = fc.record(
      {
        scheme: fc.constantFrom(
          'native' as const,
          'standard-webhooks',
          'standard-webhooks-ed25519',
          'hmac-body-hex',
          'timestamped-hex',
          'none',
        ),
        keyEncoding: fc.constantFrom('utf8' as const, 'hex', 'base64'),
      },
      { requiredKeys: [] },
    );
    const format = fc.constantFrom('native' as const, 'standard');
    const events = fc.array(fc.constantFrom('*', 'workflow.completed', 'own.type', 'own.*'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.record({ signing, format, events }), (any) => {
        expect(secretProblem(generateSecret(any.signing), any)).toBeUndefined();
      }),
    );
  });
});

describe('signingProblems', () => {
  it.each<[string, SignedWebhook['signing']]>([
    ['signing.header', { scheme: 'standard-webhooks', header: 'X-Signature' }],
    ['signing.header', { scheme: 'hmac-body-hex', header: 'Host' }],
    ['signing.algorithm', { scheme: 'timestamped-hex', algorithm: 'sha1' }],
    ['signing.keyEncoding', { scheme: 'none', keyEncoding: 'hex' }],
    ['signing.keyEncoding', { scheme: 'standard-webhooks-ed25519', keyEncoding: 'hex' }],
    ['signing.header', { scheme: 'standard-webhooks-ed25519', header: 'X-Signature' }],
  ])('refuses %s in %j', (path, signing) => {
    expect(signingProblems(webhook({ signing }))).toMatchObject([{ path }]);
  });

  it('accepts what Onfido and Stripe do', () => {
    for (const signing of [
      { scheme: 'hmac-body-hex', header: 'X-SHA2-Signature', algorithm: 'sha256' },
      { scheme: 'timestamped-hex', header: 'Stripe-Signature', keyEncoding: 'utf8' },
    ] as const) {
      expect(signingProblems(webhook({ signing }))).toEqual([]);
    }
  });
});

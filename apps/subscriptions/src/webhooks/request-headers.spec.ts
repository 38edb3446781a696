import { describe, expect, it } from '@jest/globals';
import type { SigningSettings } from '@casewire/signing';
import { isFitForSignature, requestHeaderProblems } from './request-headers.ts';

function problemsOf(headers: Record<string, string>, signing: SigningSettings = {}): string[] {
  return requestHeaderProblems(headers, signing).map(({ path }) => path);
}

describe('requestHeaderProblems', () => {
  it('finds nothing wrong with ordinary headers', () => {
    expect(
      problemsOf({
        Authorization: 'Bearer abc',
        'X-Tenant': 'acme',
        'user-agent': 'theirs/1',
        'x-json': '{"a":1}',
        'x-key': 'Key {secret.KEY} {a.b}',
      }),
    ).toEqual([]);
  });

  it.each([
    'Host',
    'content-length',
    'Connection',
    'transfer-encoding',
    'Content-Type',
    'TE',
    'webhook-id',
    'Webhook-Signature',
    'webhook-attempt',
    'X-HMAC-Signature',
    'x-hmac-signature-next',
    'traceparent',
    'casewire-test',
    'a b',
    'ünïcode',
    '',
  ])('refuses the header %j', (name) => {
    expect(problemsOf({ [name]: 'x' })).toEqual([`headers.${name}`]);
  });

  it('refuses the header that the webhook itself is signed in', () => {
    expect(problemsOf({ 'X-Sha2-Signature': 'x' })).toEqual([]);
    expect(problemsOf({ 'x-sha2-signature': 'x' }, { header: 'X-SHA2-Signature' })).toHaveLength(1);
  });

  it.each<[string, SigningSettings]>([
    ['X-Own', { header: 'x-own' }],
    ['X-Own-Next', { scheme: 'hmac-body-hex', header: 'x-own' }],
    ['x-payload-digest-alg', { scheme: 'hmac-body-hex', header: 'X-Payload-Digest' }],
    ['X-Payload-Digest-Next', { scheme: 'hmac-body-hex', header: 'X-Payload-Digest' }],
    ['stripe-signature', { scheme: 'timestamped-hex', header: 'Stripe-Signature' }],
    ['X-Webhook-Signature', { scheme: 'timestamped-hex' }],
    ['webhook-timestamp', { scheme: 'standard-webhooks-ed25519' }],
  ])('refuses %s beside the signature of %j', (name, signing) => {
    expect(problemsOf({ [name]: 'x' }, signing)).toEqual([`headers.${name}`]);
  });

  it.each(['a\r\nHost: evil', 'a\u0000', 'é', ' a', 'a\t', 'Bearer {secret.}'])(
    'refuses the value %j',
    (value) => {
      expect(problemsOf({ 'x-a': value })).toEqual(['headers.x-a']);
    },
  );

  it('refuses one header in two spellings', () => {
    expect(problemsOf({ 'x-a': '1', 'X-A': '2' })).toEqual(['headers.X-A']);
  });
});

describe('isFitForSignature', () => {
  it('keeps signatures out of headers that mean something else', () => {
    expect(isFitForSignature('X-HMAC-Signature')).toBe(true);
    expect(isFitForSignature('Persona-Signature')).toBe(true);
    expect(isFitForSignature('Host')).toBe(false);
    expect(isFitForSignature('authorization')).toBe(false);
    expect(isFitForSignature('webhook-id')).toBe(false);
    expect(isFitForSignature('a b')).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { generatePrivateKey } from './key-pair.ts';
import { sign } from './sign.ts';

const hexSecret = `whsec_${'0123456789abcdef'.repeat(4)}`;
const otherSecret = `whsec_${'fedcba9876543210'.repeat(4)}`;
const message = {
  id: 'msg_1',
  timestampSeconds: 1_700_000_000,
  body: Buffer.from('{"a":"é"}'),
};

describe('sign', () => {
  it('signs the timestamp and the body with the decoded hex key, once per secret', () => {
    const scheme = { scheme: 'timestamped-hex', header: 'X-Webhook-Signature' } as const;
    const headers = sign({
      ...message,
      scheme,
      secrets: [hexSecret, otherSecret],
    });
    const hex = (secret: string) =>
      createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'hex'))
        .update(Buffer.concat([Buffer.from('1700000000.'), message.body]))
        .digest('hex');
    expect(headers).toEqual({
      'X-Webhook-Signature': `t=1700000000,v1=${hex(hexSecret)},v1=${hex(otherSecret)}`,
    });
  });

  it('signs Standard Webhooks once per secret, whatever its kind', () => {
    const keys = [generatePrivateKey(), generatePrivateKey()];
    const symmetric = sign({
      ...message,
      scheme: { scheme: 'standard-webhooks' },
      secrets: [hexSecret, otherSecret],
    });
    const asymmetric = sign({ ...message, scheme: { scheme: 'standard-webhooks-ed25519' }, secrets: keys });
    const identity = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1700000000' };
    expect(symmetric).toMatchObject(identity);
    expect(symmetric['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
    expect(asymmetric).toMatchObject(identity);
    expect(asymmetric['webhook-signature']).toMatch(/^v1a,\S{88} v1a,\S{88}$/);
  });

  it('keeps the previous secret in the body header while a rotation overlaps', () => {
    const scheme = { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' } as const;
    const alone = (secret: string) => sign({ ...message, scheme, secrets: [secret] })['X-HMAC-Signature'];
    expect(sign({ ...message, scheme, secrets: ['the current secret', 'the previous secret'] })).toEqual({
      'X-HMAC-Signature': alone('the previous secret'),
      'X-HMAC-Signature-Next': alone('the current secret'),
    });
  });

  it('names the algorithm beside the digest of Sumsub', () => {
    const scheme = { scheme: 'hmac-body-hex', header: 'X-Payload-Digest' } as const;
    expect(sign({ ...message, scheme, secrets: ['key'] })).toMatchObject({
      'X-Payload-Digest-Alg': 'HMAC_SHA256_HEX',
    });
  });

  it.each(['sha1', 'sha256', 'sha512'] as const)('signs bodies with %s', (algorithm) => {
    const headers = sign({
      ...message,
      scheme: { scheme: 'hmac-body-hex', header: 'X-SHA2-Signature', algorithm },
      secrets: ['key'],
    });
    expect(headers['X-SHA2-Signature']).toBe(createHmac(algorithm, 'key').update(message.body).digest('hex'));
  });

  it('adds nothing without a scheme, and insists on a secret with one', () => {
    expect(sign({ ...message, scheme: { scheme: 'none' }, secrets: [] })).toEqual({});
    expect(() => sign({ ...message, scheme: { scheme: 'standard-webhooks' }, secrets: [] })).toThrow(
      RangeError,
    );
  });
});

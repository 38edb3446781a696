import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { sign } from './sign.ts';

const hexSecret = `whsec_${'0123456789abcdef'.repeat(4)}`;
const otherSecret = `whsec_${'fedcba9876543210'.repeat(4)}`;
const message = {
  id: 'msg_1',
  timestampSeconds: Math.floor(Date.now() / 1000),
  body: Buffer.from('{"a":"é"}'),
};

describe('sign', () => {
  it("reproduces Ballerine's golden vector", () => {
    const body = Buffer.from(
      '{"id":"11111111-1111-4111-8111-111111111111","eventName":"workflow.completed","apiVersion":"0.7.58",' +
        '"timestamp":"2024-10-24T11:42:25.000Z","correlationId":"çid/1","environment":"sandbox","data":{"url":"https://a/b"}}',
    );
    const headers = sign({
      ...message,
      scheme: { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
      secrets: ['webhook-shared-secret'],
      body,
    });
    expect(headers).toEqual({
      'X-HMAC-Signature': '084d99b0fca7ddb6698d14a1cefcb603f24fbee4c1bc2370ffc0a6fc231e54a5',
    });
  });

  it('is accepted by the standardwebhooks package, with either secret of a rotation', () => {
    const headers = sign({
      ...message,
      scheme: { scheme: 'standard-webhooks' },
      secrets: [hexSecret, otherSecret],
    });
    for (const secret of [hexSecret, otherSecret]) {
      expect(new Webhook(secret).verify(message.body, headers)).toEqual({ a: 'é' });
    }
  });

  it('signs the timestamp and the body with the decoded hex key, once per secret', () => {
    const scheme = { scheme: 'timestamped-hex', header: 'X-Webhook-Signature' } as const;
    const headers = sign({
      ...message,
      scheme,
      secrets: [hexSecret, otherSecret],
      timestampSeconds: 1700000000,
    });
    const hex = (secret: string) =>
      createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'hex'))
        .update(Buffer.concat([Buffer.from('1700000000.'), message.body]))
        .digest('hex');
    expect(headers).toEqual({
      'X-Webhook-Signature': `t=1700000000,v1=${hex(hexSecret)},v1=${hex(otherSecret)}`,
    });
  });

  it('keeps the previous secret in the body header while a rotation overlaps', () => {
    const scheme = { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' } as const;
    const alone = (secret: string) => sign({ ...message, scheme, secrets: [secret] })['X-HMAC-Signature'];
    expect(sign({ ...message, scheme, secrets: ['the current secret', 'the previous secret'] })).toEqual({
      'X-HMAC-Signature': alone('the previous secret'),
      'X-HMAC-Signature-Next': alone('the current secret'),
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

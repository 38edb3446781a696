import { describe, expect, it } from '@jest/globals';
import { openEndpoint } from './endpoint.ts';
import { requestHeaders, shownHeaders } from './request-headers.ts';
import { deliveryOf, keyRing, sealedAuthorization, targetOf } from './testing/factories.ts';

const signatures = { 'X-HMAC-Signature': 'abc' };

function headersOf(delivery = deliveryOf(), target = targetOf()) {
  return requestHeaders({
    delivery,
    endpoint: openEndpoint(target, keyRing),
    signatures,
    traceparent: '00-1-2-01',
    userAgent: 'Casewire/1',
  });
}

describe('requestHeaders', () => {
  it('names format, delivery, trace and signature', () => {
    expect(headersOf()).toEqual({
      'user-agent': 'Casewire/1',
      'content-type': 'application/json',
      traceparent: '00-1-2-01',
      'webhook-id': deliveryOf().invocationId,
      'x-hmac-signature': 'abc',
    });
  });

  it('carries the number of an attempt that is not the first', () => {
    expect(headersOf(deliveryOf({ attempt: 3 }))).toMatchObject({ 'webhook-attempt': '3' });
  });

  it('leaves the id out where the webhook says so', () => {
    expect(headersOf(deliveryOf(), targetOf({ sendWebhookId: false }))).not.toHaveProperty('webhook-id');
  });

  it("sends the owner's headers, but none that frame, identify or sign the delivery", () => {
    const headers = headersOf(
      deliveryOf({ requestHeaders: { 'x-atfinity-event': 'case_created' } }),
      targetOf({
        headers: {
          'X-Own': 'mine',
          'User-Agent': 'mine',
          'Content-Type': 'text/plain',
          'Webhook-Id': 'forged',
          'x-hmac-signature': 'forged',
          'Transfer-Encoding': 'chunked',
          Host: 'internal',
        },
        authorization: sealedAuthorization('Bearer token-1'),
      }),
    );
    expect(headers).toMatchObject({
      'x-own': 'mine',
      'user-agent': 'mine',
      'x-atfinity-event': 'case_created',
      authorization: 'Bearer token-1',
      'content-type': 'application/json',
      'webhook-id': deliveryOf().invocationId,
      'x-hmac-signature': 'abc',
    });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['transfer-encoding']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['host']));
  });
});

describe('shownHeaders', () => {
  it('leaves signatures out and strikes credentials out', () => {
    const shown = shownHeaders(
      {
        authorization: 'Bearer x',
        'x-api-key': 'y',
        'x-own': 'z',
        'x-hmac-signature': 'abc',
        'webhook-id': 'id',
      },
      { ...signatures, 'webhook-id': 'id' },
    );
    expect(shown).toEqual({
      authorization: '[redacted]',
      'x-api-key': '[redacted]',
      'x-own': 'z',
      'webhook-id': 'id',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { openEndpoint } from './endpoint.ts';
import { requestHeaders, shownHeaders } from './request-headers.ts';
import { deliveryOf, keyRing, sealedAuthorization, targetOf } from './testing/factories.ts';

const signatures = { 'X-HMAC-Signature': 'abc' };

function headersOf(delivery = deliveryOf(), target = targetOf()) {
  const endpoint = openEndpoint(target, keyRing);
  return requestHeaders({
    delivery,
    endpoint,
    destination: endpoint.findDestination({}),
    contentType: delivery.contentType,
    signatures,
    traceparent: '00-1-2-01',
    userAgent: 'Casewire/1',
  });
}

describe('requestHeaders', () => {
  it('names format, delivery, trace and signature', () => {
    expect(headersOf()).toEqual({
      'User-Agent': 'Casewire/1',
      'Content-Type': 'application/json',
      traceparent: '00-1-2-01',
      'webhook-id': deliveryOf().invocationId,
      'X-HMAC-Signature': 'abc',
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
      deliveryOf({ requestHeaders: { 'X-System-Event': 'created' } }),
      targetOf({
        headers: {
          'X-Own': 'mine',
          'user-agent': 'mine',
          'content-type': 'text/plain',
          'x-system-event': 'forged',
          'Webhook-Id': 'forged',
          'x-hmac-signature': 'forged',
          'Transfer-Encoding': 'chunked',
          Host: 'internal',
        },
        authorization: sealedAuthorization('Bearer token-1'),
      }),
    );
    expect(headers).toEqual({
      'X-Own': 'mine',
      'user-agent': 'mine',
      'X-System-Event': 'created',
      Authorization: 'Bearer token-1',
      'Content-Type': 'application/json',
      traceparent: '00-1-2-01',
      'webhook-id': deliveryOf().invocationId,
      'X-HMAC-Signature': 'abc',
    });
  });
});

describe('shownHeaders', () => {
  it('leaves signatures out and strikes credentials out', () => {
    const shown = shownHeaders(
      {
        Authorization: 'Bearer x',
        'X-Api-Key': 'y',
        'X-Own': 'z',
        'X-HMAC-Signature': 'abc',
        'webhook-id': 'id',
      },
      { ...signatures, 'webhook-id': 'id' },
      openEndpoint(targetOf(), keyRing).findDestination({}),
    );
    expect(shown).toEqual({
      Authorization: '[redacted]',
      'X-Api-Key': '[redacted]',
      'X-Own': 'z',
      'webhook-id': 'id',
    });
  });
});

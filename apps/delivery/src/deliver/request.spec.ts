import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { requestHeaders, userAgent } from './request.ts';
import { deliveryOf, endpointOf, sealedCredentials, targetOf } from './testing/factories.ts';

const signatures = { 'X-HMAC-Signature': 'abc' };

function headersOf(delivery = deliveryOf(), target = targetOf()) {
  const endpoint = endpointOf(target);
  return requestHeaders({
    delivery,
    endpoint,
    destination: endpoint.findDestination({}),
    contentType: delivery.contentType,
    signatures,
    traceparent: '00-1-2-01',
  });
}

describe('requestHeaders', () => {
  it('names format, delivery, trace and signature', () => {
    expect(headersOf()).toEqual({
      'User-Agent': userAgent,
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
        credentials: sealedCredentials({ authorization: 'Bearer token-1' }),
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

describe('userAgent', () => {
  it('names the version that is released', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(userAgent).toBe(`Casewire/${version}`);
  });
});

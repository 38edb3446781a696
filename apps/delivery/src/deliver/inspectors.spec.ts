import { INSPECTION_HEADER, openInspection } from '@casewire/events';
import { familyNamed } from '@casewire/families';
import type { DeliveryTarget } from '@casewire/subscription-store';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AttemptSender } from './attempt-sender.ts';
import { Inspectors } from './inspectors.ts';
import {
  acceptedAt,
  deliveryOf,
  endpointOf,
  FakeHttpClient,
  namedSecret,
  sealedCredentials,
  targetOf,
  webhookId,
} from './testing/factories.ts';

const id = '0197a000-0000-7000-8000-000000000007';
/** A name that leads nowhere: whatever looks it up fails. */
const publicUrl = 'https://casewire.invalid';
const url = `${publicUrl}/inspect/${id}`;
const internalKey = 'k'.repeat(32);

/** In the place of the inspector service. */
const service = useReceiver({ per: 'test' });
const inspectors = useResource(
  () => new Inspectors({ publicUrl, serviceUrl: service.url, internalKey, connectionMaxAgeMs: 60_000 }),
  { close: ({ client }) => client.close(), per: 'test' },
);
let receivers: FakeHttpClient;

beforeEach(() => {
  receivers = new FakeHttpClient();
});

async function attempt(target: Partial<DeliveryTarget>) {
  const family = familyNamed('ballerine');
  if (family === undefined) throw new Error('there is no such family');
  const sender = new AttemptSender({
    httpClient: receivers,
    inspectors,
    now: () => acceptedAt,
    random: () => 0.5,
  });
  const sendable = { delivery: deliveryOf(), family, body: Buffer.from('{"a":1}') };
  return (await sender.send(sendable, endpointOf(targetOf(target)))).attempt;
}

/** What delivery vouches for, in the only request that has come to the service. */
function inspection() {
  const header = service.requests[0]?.headers[INSPECTION_HEADER];
  return openInspection(String(header), acceptedAt, internalKey);
}

describe('a delivery to an inspector', () => {
  it('goes to the service at its configured address, and names what it is a delivery of', async () => {
    expect(await attempt({ url })).toMatchObject({ outcome: 'delivered', request: { url } });
    expect(receivers.requests).toEqual([]);
    expect(service.requests).toMatchObject([{ method: 'POST', url: `/inspect/${id}` }]);
    expect(service.requests[0]?.body.toString()).toBe('{"a":1}');
    expect(inspection()).toEqual({
      inspectorId: id,
      tenantId: 'acme',
      webhookId,
      family: 'ballerine',
      invocationId: deliveryOf().invocationId,
      eventType: deliveryOf().eventType,
      isFilled: false,
      attempt: 1,
      shownHeaders: {},
    });
  });

  it('tells the service how to show headers that hold secrets', async () => {
    await attempt({
      url,
      hasPlaceholders: true,
      headers: { 'X-Shop': 'key {secret.SHOP}' },
      namedSecrets: [namedSecret('SHOP', 'open sesame')],
      credentials: sealedCredentials({ authorization: 'Bearer correct-horse' }),
    });
    expect(service.requests[0]?.headers).toMatchObject({
      'x-shop': 'key open sesame',
      authorization: 'Bearer correct-horse',
    });
    expect(inspection()?.shownHeaders).toEqual({
      'X-Shop': 'key {secret.SHOP}',
      Authorization: '[redacted]',
    });
  });

  it('carries its data in the query where the method is GET', async () => {
    await attempt({ url, method: 'GET' });
    expect(service.requests[0]?.url).toBe(`/inspect/${id}?{"a":1}`);
  });

  it('shows no answer of the service that its owner has not chosen, and is not redirected', async () => {
    service.respond(() => ({ status: 302, headers: { location: 'http://169.254.169.254/' } }));
    expect(await attempt({ url })).toMatchObject({ outcome: 'rejected', responseCode: 302 });
    expect(service.requests).toHaveLength(1);
  });
});

describe('a delivery to any other address', () => {
  it.each([
    `${publicUrl}/v1/webhooks`,
    `${publicUrl}/inspect/`,
    `${publicUrl}/inspect/${id}/`,
    `${publicUrl}/inspect/${id}/../../v1/webhooks`,
    `${publicUrl}/inspect/..%2f${id}`,
    `https://casewire.invalid:8443/inspect/${id}`,
    `https://casewire.invalid./inspect/${id}`,
    `http://casewire.invalid/inspect/${id}`,
    `https://receiver.example/inspect/${id}`,
  ])('is none to an inspector: %s', async (other) => {
    await attempt({ url: other });
    expect(service.requests).toEqual([]);
    expect(receivers.requests).toHaveLength(1);
    expect(Object.keys(receivers.requests[0]?.headers ?? {})).not.toContain(INSPECTION_HEADER);
  });

  it('is none to an inspector in production', async () => {
    await attempt({ url, environment: 'production' });
    expect(service.requests).toEqual([]);
    expect(receivers.requests).toHaveLength(1);
  });
});

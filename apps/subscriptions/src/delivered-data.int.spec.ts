import { randomBytes, randomUUID } from 'node:crypto';
import {
  copyId,
  dataUrls,
  eventUid,
  identityHash,
  invocationId,
  timeOrderedUuid,
  type AcceptedEvent,
} from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { applyRecords, ensureLedgerPartitions } from '@casewire/invocation-ledger';
import { sign, type SigningScheme } from '@casewire/signing';
import { purgeExpired } from '@casewire/subscription-store';
import { clientOf, insertEvents } from '@casewire/testing';
import { useResource } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Caller, createTenant, INTERNAL_KEY, useSubscriptions } from './subscriptions.fixture.ts';

const HOUR_MS = 3_600_000;
const PUBLIC_URL = 'https://casewire.example';
const dataUrlOf = dataUrls(PUBLIC_URL, INTERNAL_KEY);

interface Created {
  readonly id: string;
  readonly secret: string;
}

const { database, service } = useSubscriptions(() => ({ CASEWIRE_PUBLIC_URL: PUBLIC_URL }));
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));
useResource(() => createTenant(service, 'globex'));
/** A receiver, which has no key: the gateway says so by an identity without a tenant. */
const stranger = clientOf(
  () => service.url,
  () => {
    const nobody = { scopes: [], operator: false, actor: 'address ::1' };
    return { [IDENTITY_HEADER]: createIdentitySigner(INTERNAL_KEY).sign(nobody) };
  },
);

beforeAll(() => ensureLedgerPartitions(pool, Date.now()));

const createWebhook = async (settings: object = {}): Promise<Created> => {
  const answer = await acme.post<Created>('/v1/webhooks', {
    url: 'https://receiver.example/hook',
    format: 'thin',
    ...settings,
  });
  expect(answer.status).toBe(201);
  return answer.body;
};

/** An event of acme that is kept. */
async function keepEvent(acceptedAt = Date.now()): Promise<AcceptedEvent> {
  const id = randomUUID();
  const identity = { tenantId: 'acme', environment: 'sandbox' as const, source: '/claims', id };
  const event: AcceptedEvent = {
    uid: eventUid(identityHash(identity), acceptedAt),
    acceptedAt,
    attributes: {
      id,
      source: '/claims',
      type: 'claim.paid',
      time: '2026-11-29T10:15:00Z',
      tenantid: 'acme',
      environment: 'sandbox',
    },
    data: Buffer.from('{"amount": 1.50, "holder": {"name": "Zoë"}}'),
  };
  await insertEvents(pool, [event]);
  return event;
}

/** An invocation that was delivered by an attempt at an instant. */
async function keepInvocation(
  { id: webhookId }: Created,
  event: AcceptedEvent,
  at: number,
  id = invocationId(event, webhookId),
): Promise<void> {
  const { uid, acceptedAt, attributes } = event;
  const next = { kind: 'done' } as const;
  const attempt = {
    invocationId: id,
    id: timeOrderedUuid(at, randomBytes(10)),
    number: 1,
    release: 1,
    startedAt: at,
    durationMs: 1,
    outcome: 'delivered' as const,
    request: { method: 'POST', url: 'https://receiver.example/hook', headers: {} },
    next,
  };
  const content = {
    id,
    tenantId: attributes.tenantid,
    environment: attributes.environment,
    webhookId,
    family: 'own',
    eventUid: uid,
    eventId: attributes.id,
    eventSource: attributes.source,
    eventType: attributes.type,
    acceptedAt,
    headers: {},
    body: Buffer.from('{}'),
  };
  await applyRecords(pool, {
    clusterId: 'c',
    ranges: [],
    updates: [
      {
        id,
        content,
        facts: [
          { kind: 'delivery-seen', release: 1 },
          { kind: 'outcome', release: 1, next },
        ],
        attempts: [attempt],
      },
    ],
  });
}

/** The URL in a delivery, and the path at which the service has it. */
function addressOf(webhook: Created, { uid }: AcceptedEvent) {
  const url = dataUrlOf({ webhookId: webhook.id, eventUid: uid });
  return { url, path: url.slice(PUBLIC_URL.length) };
}

function signed(
  { secret }: Pick<Created, 'secret'>,
  text: string,
  timestampSeconds = nowSeconds(),
  scheme: SigningScheme = { scheme: 'standard-webhooks' },
) {
  return sign({ scheme, secrets: [secret], id: 'msg', timestampSeconds, body: Buffer.from(text) });
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}

describe('the data of a thin delivery', () => {
  it('is fetched byte for byte by whoever signs its address with the secret, and each fetch is audited', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    const answer = await stranger.get(path, { headers: signed(webhook, url) });
    expect([answer.status, answer.text]).toEqual([200, event.data.toString()]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const fetches = await acme.get(`/v1/webhooks/${webhook.id}/data-fetches`);
    expect(fetches.body).toMatchObject({ data: [{ eventUid: event.uid, fetchedBy: 'signature' }] });
  });

  it('is refused without a signature, with one of something else, or with one that is old', async () => {
    const [webhook, other, event] = [await createWebhook(), await createWebhook(), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    const longAgo = nowSeconds() - 3_600;
    const reasons = [];
    for (const headers of [
      {},
      signed(webhook, addressOf(webhook, await keepEvent()).url),
      signed(webhook, ''),
      signed(other, url),
      signed(webhook, url, longAgo),
    ]) {
      const { status, body } = await stranger.get<{ reason: string }>(path, { headers });
      reasons.push(`${status} ${body.reason}`);
    }
    expect(reasons).toEqual([
      '401 missing-header',
      '401 signature-mismatch',
      '401 signature-mismatch',
      '401 signature-mismatch',
      '401 timestamp-too-old',
    ]);
    const fetches = await acme.get(`/v1/webhooks/${webhook.id}/data-fetches`);
    expect(fetches.body).toMatchObject({ data: [] });
  });

  it.each<SigningScheme>([
    { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature' },
    { scheme: 'timestamped-hex', header: 'X-Webhook-Signature' },
  ])('is fetched with the signature of $scheme, where deliveries have that', async (scheme) => {
    const [webhook, event] = [await createWebhook({ signing: scheme }), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    const statusBy = async (text: string) =>
      (await stranger.get(path, { headers: signed(webhook, text, nowSeconds(), scheme) })).status;
    expect([await statusBy(url), await statusBy(path)]).toEqual([200, 401]);
  });

  it('is fetched with either secret while a rotation overlaps, and only with the new one after that', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    const rotated = await acme.post<Created>(`/v1/webhooks/${webhook.id}/secret/rotate`, {
      overlapSeconds: 3_600,
    });
    const statuses = () =>
      Promise.all(
        [webhook, rotated.body].map(
          async (holder) => (await stranger.get(path, { headers: signed(holder, url) })).status,
        ),
      );
    expect(await statuses()).toEqual([200, 200]);
    await pool.query('UPDATE subscriptions.webhook_secrets SET expires_at = now() WHERE expires_at > now()');
    expect(await statuses()).toEqual([401, 200]);
  });

  it('is fetched with a key of the tenant that may see payloads, and with no other', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    const { path } = addressOf(webhook, event);
    const statuses = [];
    for (const caller of [
      acme,
      Caller.tenant(service, 'acme', { only: ['read'] }),
      Caller.tenant(service, 'acme', { environment: 'production' }),
      Caller.tenant(service, 'globex'),
    ])
      statuses.push((await caller.get(path)).status);
    expect(statuses).toEqual([200, 403, 404, 404]);
    const fetches = await acme.get(`/v1/webhooks/${webhook.id}/data-fetches`);
    expect(fetches.body).toMatchObject({ data: [{ fetchedBy: 'key of acme' }] });
  });

  it("is what the webhook's payload leaves", async () => {
    const webhook = await createWebhook({ payload: { omit: ['/holder'] } });
    const { path } = addressOf(webhook, await keepEvent());
    expect((await acme.get(path)).text).toBe('{"amount": 1.50}');
  });

  it('is at no address that Casewire has not made for this webhook and this event', async () => {
    const [webhook, other, event] = [await createWebhook(), await createWebhook(), await keepEvent()];
    const { path } = addressOf(webhook, event);
    for (const guessed of [path.replace(webhook.id, other.id), `${path.slice(0, -1)}x`, '/v1/data/x'])
      expect((await acme.get(guessed)).status).toBe(404);
  });

  it('is gone with its webhook, whoever asks; the audit stays', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    expect((await acme.get(path)).status).toBe(200);
    await acme.delete(`/v1/webhooks/${webhook.id}`);
    const [withKey, withSignature] = [
      await acme.get(path),
      await stranger.get(path, { headers: signed(webhook, url) }),
    ];
    expect([withKey.status, withSignature.status]).toEqual([404, 404]);
    const fetches = await acme.get(`/v1/webhooks/${webhook.id}/data-fetches`);
    expect(fetches.body).toMatchObject({ data: [{ eventUid: event.uid }] });
    const globex = Caller.tenant(service, 'globex');
    expect((await globex.get(`/v1/webhooks/${webhook.id}/data-fetches`)).status).toBe(404);
  });

  it('expires a day after the event, or after the last attempt if that was later, by whatever invocation', async () => {
    const webhook = await createWebhook();
    const dayAgo = Date.now() - 25 * HOUR_MS;
    const [young, old, retried, copied] = [
      await keepEvent(Date.now() - 23 * HOUR_MS),
      await keepEvent(dayAgo),
      await keepEvent(dayAgo),
      await keepEvent(dayAgo),
    ];
    await keepInvocation(webhook, retried, Date.now() - HOUR_MS);
    await keepInvocation(webhook, copied, dayAgo);
    const copy = copyId(invocationId(copied, webhook.id), randomUUID());
    await keepInvocation(webhook, copied, Date.now() - HOUR_MS, copy);
    const statusOf = async (event: AcceptedEvent) => (await acme.get(addressOf(webhook, event).path)).status;
    const statuses = () => Promise.all([young, old, retried, copied].map(statusOf));
    expect(await statuses()).toEqual([200, 410, 200, 200]);
    await pool.query(`UPDATE history.invocations SET last_attempt_at = now() - interval '25 hours'`);
    expect(await statuses()).toEqual([200, 410, 410, 410]);
    // One that waits, for a pause to end for instance, is still to be delivered with this address.
    await pool.query(`UPDATE history.invocations SET release_state = 'held-by-webhook'`);
    expect(await statuses()).toEqual([200, 410, 200, 200]);
    expect((await acme.get(addressOf(webhook, old).path)).body).toMatchObject({
      code: 'expired',
      reason: 'time-over',
      detail: expect.stringContaining('86400 s'),
    });
  });

  it('is answered 410 once its event is no longer kept, to those who may have it', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    const { path } = addressOf(webhook, event);
    await pool.query('DELETE FROM ingestion.events WHERE uid = $1', [event.uid]);
    expect(await acme.get(path)).toMatchObject({
      status: 410,
      body: { code: 'expired', reason: 'not-kept', detail: expect.stringContaining('no longer kept') },
    });
    expect((await stranger.get(path)).status).toBe(401);
  });

  it('leaves its audit for 90 days', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    await acme.get(addressOf(webhook, event).path);
    const age = (days: number) =>
      pool.query(
        'UPDATE subscriptions.data_fetches SET fetched_at = now() - make_interval(days => $2) WHERE webhook_id = $1',
        [webhook.id, days],
      );
    await age(89);
    expect(await purgeExpired(pool)).toMatchObject({ dataFetches: 0 });
    await age(91);
    expect(await purgeExpired(pool)).toMatchObject({ dataFetches: 1 });
  });
});

import { randomBytes, randomUUID } from 'node:crypto';
import {
  dataUrls,
  eventUid,
  identityHash,
  invocationId,
  timeOrderedUuid,
  type AcceptedEvent,
} from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER } from '@casewire/identity';
import { applyRecords, ensureLedgerPartitions } from '@casewire/invocation-ledger';
import { sign } from '@casewire/signing';
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
async function keepInvocation({ id: webhookId }: Created, event: AcceptedEvent, at: number): Promise<void> {
  const { uid, acceptedAt, attributes } = event;
  const id = invocationId(event, webhookId);
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

function signed({ secret }: Created, text: string, timestampSeconds = Math.floor(Date.now() / 1_000)) {
  const scheme = { scheme: 'standard-webhooks' } as const;
  return sign({ scheme, secrets: [secret], id: 'msg', timestampSeconds, body: Buffer.from(text) });
}

describe('the data of a thin delivery', () => {
  it('is fetched byte for byte by whoever signs its address with the secret, and each fetch is audited', async () => {
    const [webhook, event] = [await createWebhook(), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    const answer = await stranger.get(path, { headers: signed(webhook, url) });
    expect([answer.status, answer.text]).toEqual([200, event.data.toString()]);
    const fetches = await acme.get(`/v1/webhooks/${webhook.id}/data-fetches`);
    expect(fetches.body).toMatchObject({ data: [{ eventUid: event.uid, fetchedBy: 'signature' }] });
  });

  it('is refused without a signature, with one of something else, or with one that is old', async () => {
    const [webhook, other, event] = [await createWebhook(), await createWebhook(), await keepEvent()];
    const { url, path } = addressOf(webhook, event);
    const longAgo = Math.floor(Date.now() / 1_000) - 3_600;
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
    await acme.delete(`/v1/webhooks/${webhook.id}`);
    expect((await acme.get(path)).status).toBe(404);
  });

  it('expires a day after the event, or after the last attempt if that was later', async () => {
    const webhook = await createWebhook();
    const [young, old, retried] = [
      await keepEvent(Date.now() - 23 * HOUR_MS),
      await keepEvent(Date.now() - 25 * HOUR_MS),
      await keepEvent(Date.now() - 25 * HOUR_MS - 1),
    ];
    await keepInvocation(webhook, retried, Date.now() - HOUR_MS);
    const statusOf = async (event: AcceptedEvent) => (await acme.get(addressOf(webhook, event).path)).status;
    expect([await statusOf(young), await statusOf(old), await statusOf(retried)]).toEqual([200, 410, 200]);
    await pool.query(`UPDATE history.invocations SET last_attempt_at = now() - interval '25 hours'`);
    expect(await statusOf(retried)).toBe(410);
    await pool.query(`UPDATE history.invocations SET release_state = 'scheduled'`);
    expect(await statusOf(retried)).toBe(200);
  });
});

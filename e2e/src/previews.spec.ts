import type { AnswerOf } from '@casewire/client';
import { describe, expect, it } from '@jest/globals';
import { apiClient, eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

/** What a dry run answers. */
interface ResendPreview {
  readonly request: NonNullable<Preview['request']>;
}

type Preview = AnswerOf<'post', '/v1/webhooks/preview'>;

const structured = { 'content-type': 'application/cloudevents+json' };
const system = useSystem();
const receiver = useReceiver({ per: 'test' });
const tenant = useResource(() => system.createTenant(), { per: 'test' });

function preview(webhook: object, about: object) {
  return tenant.api.post<Preview>('/v1/webhooks/preview', { webhook, ...about });
}

/** Headers of the connection, which no webhook decides. */
const OF_CONNECTION = ['host', 'connection', 'content-length'];

describe('a preview', () => {
  it.each([
    ['signs the body', { format: 'standard', payload: { omit: ['/context/name'] } }],
    ['signs with a key pair', { format: 'cloudevents', signing: { scheme: 'standard-webhooks-ed25519' } }],
    ['is asked by GET', { format: 'standard', method: 'GET', signing: { scheme: 'timestamped-hex' } }],
    [
      'has placeholders and credentials',
      {
        path: '/c/{n}?k={secret.KEY}',
        headers: { 'X-Key': 'k {secret.KEY}' },
        auth: { basic: { username: 'u', password: 'p' } },
      },
    ],
  ])(
    'is the request that is sent then, by a webhook that %s',
    async (_what, { path = '/?a=1', ...settings }: { path?: string } & Record<string, unknown>) => {
      await tenant.api.put('/v1/secrets/KEY', { value: 'abc-def' });
      const webhook = { url: receiver.url + path, format: 'cloudevents-binary', ...settings };
      const data = workflowData({ context: { n: 1.5, name: 'Ann' } });
      const event = workflowEvent(tenant.id, { data });
      const { status, body } = await preview(webhook, { event });
      expect([status, body]).toMatchObject([200, { matched: true, why: 'it matches' }]);
      expect(receiver.requests).toHaveLength(0);
      await tenant.createWebhook(webhook);
      await system.upstream.publish([event]);
      await receiver.waitForCount(1);
      const [sent] = receiver.requests;
      const withSecret = (text = '') => text.replaceAll('{secret.KEY}', 'abc-def');
      const request = body.request;
      expect(request?.method).toBe(sent?.method);
      expect(withSecret(request?.url)).toBe(receiver.url + (sent?.url ?? ''));
      expect(request?.body ?? '').toBe(sent?.body.toString());
      const sentNames = sent?.rawHeaders.filter((_text, index) => index % 2 === 0) ?? [];
      expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual(
        sentNames.filter((name) => !OF_CONNECTION.includes(name.toLowerCase())).toSorted(),
      );
      const shown = Object.values(request?.headers ?? {});
      expect(shown).toContain('<signature>');
      expect(shown.join()).not.toContain('abc-def');
    },
  );

  it('says why nothing would be sent', async () => {
    const { url } = receiver;
    const event = workflowEvent(tenant.id);
    const cases: [object, string | RegExp][] = [
      [{ url, events: ['workflow.state.changed'] }, /^workflow\.completed is not among its events/],
      [{ url, filter: 'data.context.vip' }, /^filtered out, because its filter yields null/],
      [{ url: `${url}/{missing}` }, /nothing can be sent: unknown-placeholder: \{missing\}$/],
    ];
    for (const [webhook, why] of cases) {
      expect((await preview(webhook, { event })).body).toMatchObject({
        why: expect.stringMatching(why),
        request: null,
      });
    }
  });

  it('takes an event that was accepted, with the scope for payloads', async () => {
    const published = await tenant.api.post<{ accepted: { uid: string }[] }>(
      '/v1/events',
      workflowEvent(tenant.id, { data: workflowData({ context: { n: 7 } }) }),
      structured,
    );
    const eventUid = published.body.accepted[0]?.uid;
    await eventually(async () => {
      const { status, body } = await preview({ url: receiver.url }, { eventUid });
      expect(status).toBe(200);
      expect(body.request?.body).toContain('"data":{"n":7}');
    });
    const key = await system.operator.post<{ key: string }>(`/v1/tenants/${tenant.id}/api-keys`, {
      environment: 'sandbox',
      scopes: ['read'],
    });
    const reader = apiClient(system.url, key.body.key);
    const refused = { webhook: { url: receiver.url }, eventUid };
    expect(await reader.post('/v1/webhooks/preview', refused)).toMatchObject({ status: 403 });
  });

  it('refuses what could not be created or published, by its fields', async () => {
    const event = workflowEvent(tenant.id, { data: {} });
    const { url } = receiver;
    expect(await preview({ url: 'ftp://a' }, { event })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'url' }] },
    });
    expect(await preview({ url }, { event })).toMatchObject({
      status: 422,
      body: { code: 'event-rejected', errors: [{ path: expect.stringMatching(/^event\.data/) }] },
    });
    expect(await preview({ url }, {})).toMatchObject({ status: 422, body: { errors: [{ path: 'event' }] } });
  });
});

describe('an event that is sent anew', () => {
  it('goes as today’s settings say, as the dry run has shown it, under an id that names the old one', async () => {
    const auth = { basic: { username: 'u', password: 'p' } };
    const webhook = await tenant.createWebhook({ url: `${receiver.url}/old`, format: 'cloudevents', auth });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    const [old] = await eventually(async () => {
      const delivered = await readHistory(tenant.api, { webhook: webhook.id, status: 'delivered' });
      expect(delivered).toHaveLength(1);
      return delivered;
    });
    await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { url: `${receiver.url}/new`, format: 'standard' });
    const path = `/v1/invocations/${String(old?.id)}/resend`;
    const { status, body: shown } = await tenant.api.post<ResendPreview>(path, { dryRun: true });
    expect([status, shown.request.url]).toEqual([200, `${receiver.url}/new`]);
    expect(Object.values(shown.request.headers)).toEqual(
      expect.arrayContaining(['<signature>', 'Basic <credentials>']),
    );
    expect(receiver.requests).toHaveLength(1);

    const sent = await tenant.api.post<{ id: string; copyOf: string }>(path, {});
    expect([sent.status, sent.body.copyOf]).toEqual([202, old?.id]);
    await receiver.waitForCount(2);
    const second = receiver.requests[1];
    expect([second?.url, second?.headers['webhook-id']]).toEqual(['/new', sent.body.id]);
    expect(second?.body.toString()).toBe(shown.request.body);
  });
});

describe('a verification', () => {
  it('says of a received request that it is genuine, or which check fails', async () => {
    const { id } = await tenant.createWebhook({ url: receiver.url, events: ['*'] });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await receiver.waitForCount(1);
    const { headers = {}, body = Buffer.alloc(0) } = receiver.requests[0] ?? {};
    const check = (request: object) => tenant.api.post(`/v1/webhooks/${id}/verify`, request);
    const text = body.toString();
    expect(await check({ headers, body: text })).toMatchObject({
      status: 200,
      body: { genuine: true, reason: null },
    });
    expect(await check({ headers, body: `${text} ` })).toMatchObject({
      body: { genuine: false, reason: 'signature-mismatch', detail: expect.stringContaining('this body') },
    });
    expect(await check({ headers: {}, body: text })).toMatchObject({
      body: { genuine: false, reason: 'missing-header' },
    });
    const upper = `/v1/webhooks/${id.toUpperCase()}/verify`;
    expect((await tenant.api.post(upper, { headers, body: text })).body).toMatchObject({ genuine: true });
    const stranger = await system.createTenant();
    expect((await stranger.api.post(`/v1/webhooks/${id}/verify`, { headers, body: text })).status).toBe(404);
  });
});

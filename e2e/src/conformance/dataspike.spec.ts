import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { apiClient, eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { untilDelivered } from '../support/ledger.ts';
import { jsonOf, rawHeader, receiveOne, stageOf, type EventDraft } from './stage.ts';
import { useSystem } from '../support/use-system.ts';

const stage = stageOf(useSystem({}));
const receiver = useReceiver({ per: 'test' });

/** The payload of the page's example, printed without its white space. */
const goldenPayload =
  '{"id":"b86a3cbe-7880-4759-a4f3-9bcabac3cf3c","checks":{"passport":{"data":[],"errors":[],"status":"in_progress","warnings":[]}},' +
  '"status":"verified","created_at":"2022-09-08T20:25:40.636471Z","updated_at":"2022-09-08T20:25:40.636480Z",' +
  '"applicant_id":"4da42a83-14db-4f19-9820-19cc10ad21cf","document_ids":["bd59f3da-b89d-4198-be1d-9b65477ddfb1"],"document_type":"passport"}';

const payload = JSON.parse(goldenPayload) as Record<string, unknown>;

const eventTypes = [
  'DOCVER',
  'APPLICANT',
  'AML',
  'AML_SCREENING',
  'DOCVER_CHECKS',
  'TRANSACTION_MONITORING',
  'KYT_WALLET_CHECK',
];

const historyPath = '/api/v3/notifications/webhook/history';
const webhooksPath = '/api/v3/organization/webhooks';

function docver(overrides: object = {}): EventDraft {
  return { type: 'DOCVER', time: '2022-09-08T20:25:40.636658Z', data: { ...payload, ...overrides } };
}

interface HistoryPage {
  readonly data: readonly Record<string, unknown>[];
  readonly has_next: boolean;
}

/** The tenant's client as the page's example calls: the key in `ds-api-token` alone. */
async function readHistory(tenant: Tenant, query: Readonly<Record<string, string>> = {}) {
  const anonymous = apiClient(stage.system.url, undefined, { 'ds-api-token': tenant.key });
  return anonymous.get<HistoryPage>(`${historyPath}?${new URLSearchParams(query).toString()}`);
}

describe('Dataspike', () => {
  it("D1 reproduces the page's example; its id is the one that history shows and pages by", async () => {
    const tenant = await stage.createTenant();
    const webhook = await tenant.createWebhook({ url: receiver.url });
    await stage.publish(tenant, docver());
    const [request] = await receiver.waitForCount(1);
    const [invocation] = await untilDelivered(tenant.api, 1);
    expect(request?.method).toBe('POST');
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.body.toString()).toBe(
      `{"id":"${invocation?.id ?? ''}","webhook_id":"${webhook.id}","event_type":"DOCVER","payload":${goldenPayload},"timestamp":"2022-09-08T20:25:40.636658Z"}`,
    );
    expect((await readHistory(tenant)).body.data[0]?.['id']).toBe(invocation?.id);
    expect((await readHistory(tenant, { after: invocation?.id ?? '' })).body.data).toEqual([]);
  });

  it('D2 knows the event types of the page and the observed ones', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url, events: eventTypes });
    await stage.publish(
      tenant,
      docver(),
      ...eventTypes.slice(1).map((type) => ({ type, data: { applicant_id: 'a-1', anything: true } })),
    );
    await receiver.waitForCount(eventTypes.length);
    expect(new Set(receiver.requests.map((request) => jsonOf(request)['event_type']))).toEqual(
      new Set(eventTypes),
    );
  });

  it('D3 passes the payload through, with extra fields and every digit of its timestamps', async () => {
    const request = await receiveOne(stage, {
      event: docver({ created_at: '2022-09-08T20:25:40.636471123Z', extra: { score: 0.5 } }),
    });
    expect(jsonOf(request)['payload']).toEqual({
      ...payload,
      created_at: '2022-09-08T20:25:40.636471123Z',
      extra: { score: 0.5 },
    });
    const tenant = await stage.createTenant();
    const refused = await tenant.api.post(
      '/v1/events',
      { specversion: '1.0', id: 'd3', source: '/d', type: 'DOCVER', data: { ...payload, status: 'maybe' } },
      { 'content-type': 'application/cloudevents+json' },
    );
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'data/status' }] } });
  });

  it('D4 counts nothing but 200 as success', async () => {
    receiver.respond((_request, index) => ({ status: index === 0 ? 204 : 200 }));
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url, retry: { delaysSeconds: [0.2] } });
    await stage.publish(tenant, docver());
    const [invocation] = await untilDelivered(tenant.api, 1);
    expect(invocation).toMatchObject({ attempts: 2, responseCode: 200 });
  });

  it('D5 shows the history with its fields, ten to a page, pending ones without a code', async () => {
    receiver.respond((request) => ({ status: request.url === '/ok' ? 200 : 500 }));
    const tenant = await stage.createTenant();
    const ok = await tenant.createWebhook({ url: `${receiver.url}/ok`, events: ['DOCVER'] });
    const failing = await tenant.createWebhook({ url: `${receiver.url}/no`, events: ['AML'] });
    const dead = await tenant.createWebhook({
      url: 'http://127.0.0.1:9/',
      events: ['APPLICANT'],
      retry: 'none',
    });
    await tenant.createWebhook({ url: `${receiver.url}/ok`, events: ['Finished Journey'] });
    await stage.publish(
      tenant,
      ...Array.from({ length: 12 }, () => docver()),
      { type: 'AML', data: {} },
      { type: 'APPLICANT', data: {} },
      { type: 'Finished Journey', data: { journeyId: 'j', referenceNo: 'r', systemDecision: 'Complete' } },
    );
    await eventually(async () => {
      const { body } = await readHistory(tenant, { limit: '100' });
      expect(body.data).toHaveLength(14);
      const [pending] = body.data.filter((item) => item['webhook_id'] === failing.id);
      expect(pending).toMatchObject({ attempts: 1 });
      expect(pending).not.toHaveProperty('response_code');
      const [unanswered] = body.data.filter((item) => item['webhook_id'] === dead.id);
      expect(unanswered).toMatchObject({ attempts: 1, response_code: 599 });
      const delivered = body.data.filter((item) => item['webhook_id'] === ok.id);
      expect(delivered[0]).toEqual({
        id: expect.any(String),
        webhook_id: ok.id,
        event_type: 'DOCVER',
        payload,
        timestamp: '2022-09-08T20:25:40.636658Z',
        is_sandbox: true,
        attempts: 1,
        response_code: 200,
        last_attempt_at: expect.any(String),
      });
    });
    const first = await readHistory(tenant, { webhook: ok.id });
    expect(first.body).toMatchObject({ has_next: true });
    expect(first.body.data).toHaveLength(10);
    const last = String(first.body.data[9]?.['id']);
    const second = await readHistory(tenant, { webhook: ok.id, after: last });
    expect(second.body).toMatchObject({ has_next: false });
    expect(second.body.data).toHaveLength(2);
    expect((await readHistory(tenant, { limit: '101' })).status).toBe(400);
  });

  it('D6 shows a reader every invocation exactly once while deliveries go on', async () => {
    const tenant = await stage.createTenant();
    const webhook = await tenant.createWebhook({ url: receiver.url });
    const another = await stage.system.startAnother('history');
    try {
      const publishing = (async () => {
        for (let batch = 0; batch < 20; batch += 1)
          await stage.publish(tenant, ...Array.from({ length: 25 }, () => docver()));
      })();
      const seen: string[] = [];
      await eventually(
        async () => {
          const after = seen.at(-1);
          const { body } = await readHistory(tenant, {
            webhook: webhook.id,
            limit: '100',
            ...(after !== undefined && { after }),
          });
          seen.push(...body.data.map(({ id }) => String(id)));
          if (seen.length < 500) throw new Error(`${seen.length} of 500 were seen`);
        },
        { intervalMs: 1 },
      );
      await publishing;
      expect(new Set(seen).size).toBe(500);
      expect(seen).toHaveLength(500);
    } finally {
      await another.stop();
    }
  });

  it('D7 answers 404 for what does not exist, for another tenant as for nobody, and 400 for what is no id', async () => {
    const tenant = await stage.createTenant();
    const other = await stage.createTenant();
    const foreign = await other.createWebhook({ url: 'https://receiver.example/' });
    const unknown = '0192f0c1-2a3b-7c4d-8e5f-60718293a4b5';
    const answers = {
      after: await readHistory(tenant, { after: unknown }),
      webhook: await readHistory(tenant, { webhook: unknown }),
      foreign: await readHistory(tenant, { webhook: foreign.id }),
    };
    for (const answer of Object.values(answers)) expect(answer.status).toBe(404);
    const withoutIds = (body: unknown) =>
      JSON.stringify(body).replaceAll(unknown, '').replaceAll(foreign.id, '');
    expect(withoutIds(answers.foreign.body)).toBe(withoutIds(answers.webhook.body));
    expect((await readHistory(tenant, { after: 'yesterday' })).status).toBe(400);
    expect((await readHistory(tenant, { webhook: 'mine' })).status).toBe(400);
  });

  it('D8 manages webhooks through the organisation API', async () => {
    const tenant = await stage.createTenant();
    const wanted = {
      webhook_url: 'https://receiver.example/hook',
      event_types: ['DOCVER', 'AML'],
      enabled: true,
      is_sandbox: true,
    };
    const created = await tenant.api.post<{ id: string; hmac_signing_secret: string }>(webhooksPath, wanted);
    expect(created).toMatchObject({
      status: 200,
      body: { id: expect.any(String), hmac_signing_secret: expect.stringMatching(/^whsec_[0-9a-f]{64}$/) },
    });
    const { id, hmac_signing_secret } = created.body;
    expect((await tenant.api.get(webhooksPath)).body).toEqual({ webhooks: [{ webhook_id: id, ...wanted }] });
    const rotated = await tenant.api.post<{ hmac_signing_secret: string }>(
      `${webhooksPath}/${id}/hmac/rotate`,
    );
    expect(rotated.body.hmac_signing_secret).not.toBe(hmac_signing_secret);
    const disagreeing = await tenant.api.post(webhooksPath, { ...wanted, is_sandbox: false });
    expect(disagreeing.status).toBe(422);
    expect((await tenant.api.delete(`${webhooksPath}/${id}`)).status).toBeLessThan(300);
    expect((await tenant.api.get(webhooksPath)).body).toEqual({ webhooks: [] });
  });

  it('D9 signs the time and the body with the hex-decoded secret', async () => {
    const secret = `whsec_${'0123456789abcdef'.repeat(4)}`;
    const request = await receiveOne(stage, { event: docver(), webhook: { signing: { secret } } });
    const [, timestamp, signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(rawHeader(request, 'X-Webhook-Signature') ?? '') ?? [];
    const key = Buffer.from(secret.slice('whsec_'.length), 'hex');
    expect(signature).toBe(
      createHmac('sha256', key)
        .update(`${timestamp ?? ''}.`)
        .update(request.body)
        .digest('hex'),
    );
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
  });

  it.each(['sandbox', 'production'] as const)(
    'D10 creates, edits, enables and tests a webhook for %s, and reads its history',
    async (environment) => {
      const sandbox = await stage.createTenant();
      const tenant = environment === 'sandbox' ? sandbox : await sandbox.inProduction();
      const { id } = await tenant.createWebhook({ url: `${receiver.url}/old`, status: 'disabled' });
      const edited = await tenant.api.patch(`/v1/webhooks/${id}`, {
        url: `${receiver.url}/new`,
        events: ['DOCVER'],
        status: 'active',
      });
      expect(edited.status).toBe(200);
      const tested = await tenant.api.post(`/v1/webhooks/${id}/test`, { eventType: 'DOCVER' });
      expect(tested).toMatchObject({ status: 200, body: { outcome: 'delivered', responseCode: 200 } });
      await stage.publish(tenant, { ...docver(), environment });
      await receiver.waitForCount(2);
      const [invocation, ...others] = await untilDelivered(tenant.api, 1);
      expect(others).toEqual([]);
      expect(receiver.requests.map(({ url, headers }) => [url, headers['webhook-test']])).toEqual([
        ['/new', 'true'],
        ['/new', undefined],
      ]);
      expect((await readHistory(tenant)).body.data).toMatchObject([
        { id: invocation?.id, is_sandbox: environment === 'sandbox' },
      ]);
    },
  );
});

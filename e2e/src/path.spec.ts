import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { Webhook } from 'standardwebhooks';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

/** An event in binary mode, by its headers. */
const binaryEvent = {
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '/http',
  'ce-type': 'workflow.completed',
};

describe.each(['each', 'one'] as const)('with processes: %s', (processes) => {
  const system = useSystem({}, processes);

  /** Publishes over a connection on which headers may come twice, and with any bytes: a character stands for a byte. */
  async function publishWith(tenant: Tenant, headers: OutgoingHttpHeaders) {
    const request = httpRequest(`${system.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.key}`, 'Content-Type': 'application/json', ...headers },
    });
    // Bytes: with a text, Node would write the headers as UTF-8.
    request.end(Buffer.from(JSON.stringify(workflowData())));
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, body: await json(answer) };
  }

  const receiver = useReceiver({ per: 'test' });

  describe('an event on Kafka', () => {
    it('in structured mode becomes a delivery that the standardwebhooks package accepts', async () => {
      const tenant = await system.createTenant();
      const webhook = await tenant.createWebhook({
        url: `${receiver.url}/hooks`,
        events: ['workflow.*'],
        signing: { scheme: 'standard-webhooks' },
      });
      await system.upstream.publish([workflowEvent(tenant.id)]);
      const [request] = await receiver.waitForCount(1);
      const headers = request?.headers as Record<string, string>;
      const body = request?.body.toString() ?? '';
      expect(new Webhook(webhook.secret.slice('whsec_'.length)).verify(body, headers)).toMatchObject({
        id: headers['webhook-id'],
        eventName: 'workflow.completed',
      });
      expect(() => new Webhook(webhook.secret.slice('whsec_'.length)).verify(`${body} `, headers)).toThrow();
    });

    it('in binary mode becomes a delivery signed with X-HMAC-Signature, its context byte for byte', async () => {
      const tenant = await system.createTenant();
      const secret = 'webhook-shared-secret';
      await tenant.createWebhook({ url: receiver.url, signing: { secret } });
      const context = '{"score": 1.50, "big":12345678901234567890,"7":"\\u00e9"}';
      const { context: _context, ...data } = workflowData();
      const { data: _data, ...attributes } = workflowEvent(tenant.id, { correlationid: 'çid/1' });
      await system.upstream.publishBinary(
        attributes as Record<string, string>,
        `${JSON.stringify(data).slice(0, -1)},"context":${context}}`,
      );
      const [request] = await receiver.waitForCount(1);
      const body = request?.body ?? Buffer.alloc(0);
      expect(request?.headers['x-hmac-signature']).toBe(
        createHmac('sha256', secret).update(body).digest('hex'),
      );
      expect(request?.headers['content-type']).toBe('application/json');
      expect(
        body
          .toString()
          .endsWith(
            `"correlationId":"çid/1","environment":"sandbox","workflowStatus":"completed","workflowFinalState":"approved","data":${context}}`,
          ),
      ).toBe(true);
    });

    it('becomes a CloudEvent again where a webhook asks for one, its data byte for byte', async () => {
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: `${receiver.url}/structured`, format: 'cloudevents' });
      await tenant.createWebhook({ url: `${receiver.url}/binary`, format: 'cloudevents-binary' });
      await tenant.createWebhook({ url: `${receiver.url}/standard`, format: 'standard' });
      const data = '{"journeyId": "j","referenceNo":"\\u00e9","systemDecision":"Refer","score":1.50}';
      await system.upstream.publishBinary(
        {
          specversion: '1.0',
          id: 'çid 1',
          source: '/journeys',
          type: 'Finished Journey',
          time: '2024-10-24T11:42:25.123456Z',
          tenantid: tenant.id,
          environment: 'sandbox',
        },
        data,
      );
      const requests = await receiver.waitForCount(3);
      const received = (path: string) => requests.find(({ url }) => url === path);
      const attributes =
        '{"specversion":"1.0","id":"çid 1","source":"/journeys","type":"Finished Journey","time":"2024-10-24T11:42:25.123456Z",' +
        `"tenantid":"${tenant.id}","environment":"sandbox","workflowruntimeid":"j","subject":"j"`;
      expect(received('/structured')?.headers['content-type']).toBe('application/cloudevents+json');
      expect(received('/structured')?.body.toString()).toBe(
        `${attributes},"datacontenttype":"application/json","data":${data}}`,
      );
      expect(received('/binary')?.body.toString()).toBe(data);
      expect(received('/binary')?.headers).toMatchObject({
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': '%C3%A7id%201',
        'ce-type': 'Finished%20Journey',
        'ce-subject': 'j',
      });
      expect(received('/binary')?.headers).not.toHaveProperty('webhook-signature');
      expect(received('/standard')?.headers['webhook-signature']).toMatch(/^v1,/);
      expect(received('/standard')?.body.toString()).toBe(
        `{"type":"Finished Journey","timestamp":"2024-10-24T11:42:25.123456Z","data":${data}}`,
      );
    });

    it('is delivered once to each of the three levels, and to no other', async () => {
      const tenant = await system.createTenant();
      const matching = await Promise.all([
        tenant.createWebhook({ url: receiver.url }),
        tenant.createWebhook({ url: receiver.url, definitionId: 'kyb' }),
        tenant.createWebhook({ url: receiver.url, runtimeId: 'run-1' }),
      ]);
      await Promise.all([
        tenant.createWebhook({ url: receiver.url, definitionId: 'kyc' }),
        tenant.createWebhook({ url: receiver.url, runtimeId: 'run-2' }),
        tenant.createWebhook({ url: receiver.url, events: ['workflow.state.changed'] }),
        tenant.createWebhook({ url: receiver.url, status: 'disabled' }),
      ]);
      const event = workflowEvent(tenant.id);
      await system.upstream.publish([event, event]);
      const invocations = await untilDelivered(tenant.api, matching.length);
      expect(new Set(invocations.map(({ webhookId }) => webhookId))).toEqual(
        new Set(matching.map(({ id }) => id)),
      );
      expect(receiver.requests).toHaveLength(matching.length);
    });

    it('is tried again until the receiver takes it, with the same body and id', async () => {
      receiver.respond((_request, index) => ({ status: index < 2 ? 503 : 200 }));
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url, retry: { delaysSeconds: [0.2, 0.2, 0.2] } });
      await system.upstream.publish([workflowEvent(tenant.id)]);
      const [invocation] = await untilDelivered(tenant.api, 1);
      const requests = receiver.requests;
      expect(
        new Set(requests.map(({ headers, body }) => `${String(headers['webhook-id'])} ${body.toString()}`))
          .size,
      ).toBe(1);
      expect(requests.map(({ headers }) => headers['webhook-attempt'])).toEqual([undefined, '2', '3']);
      expect(invocation).toMatchObject({ attempts: 3, responseCode: 200 });
      const attempts = await tenant.api.get<{ data: unknown[] }>(
        `/v1/invocations/${invocation?.id ?? ''}/attempts`,
      );
      expect(attempts.body.data).toMatchObject([
        { number: 1, outcome: 'rejected', responseCode: 503 },
        { number: 2, outcome: 'rejected', responseCode: 503 },
        { number: 3, outcome: 'delivered', responseCode: 200 },
      ]);
    });

    it('keeps the order of a subject for an ordered webhook, across a retry', async () => {
      receiver.respond((_request, index) => ({ status: index === 0 ? 500 : 200 }));
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url, ordering: 'subject', retry: { delaysSeconds: [0.3] } });
      const states = ['a', 'b', 'c', 'd'];
      for (const state of states) {
        await system.upstream.publish([
          workflowEvent(tenant.id, { type: 'workflow.state.changed', data: workflowData({ state }) }),
        ]);
      }
      await untilDelivered(tenant.api, states.length);
      const delivered = receiver.requests.map(
        ({ body }) => (JSON.parse(body.toString()) as { state: string }).state,
      );
      expect(delivered).toEqual(['a', 'a', 'b', 'c', 'd']);
    });
  });

  describe('an event over HTTP', () => {
    it('is accepted, delivered, and shown with its invocations', async () => {
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url });
      const { tenantid: _tenant, environment: _environment, ...event } = workflowEvent(tenant.id);
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const answer = await tenant.api.post<{ accepted: { uid: string }[] }>('/v1/events', event, {
        'content-type': 'application/cloudevents+json',
        traceparent,
      });
      expect(answer).toMatchObject({ status: 202, body: { accepted: [{ id: event['id'] }], rejected: [] } });
      const [request] = await receiver.waitForCount(1);
      expect(request?.headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
      const uid = answer.body.accepted[0]?.uid ?? '';
      await eventually(async () => {
        expect((await tenant.api.get(`/v1/events/${uid}`)).body).toMatchObject({
          uid,
          matched: 1,
          invocations: [{ status: 'delivered' }],
        });
      });
    });

    it('in binary mode has its attributes percent-decoded', async () => {
      const tenant = await system.createTenant();
      const answer = await tenant.api.post('/v1/events', JSON.stringify(workflowData()), {
        'ce-specversion': '1.0',
        'ce-id': 'caf%C3%A9%201',
        'ce-source': '/http',
        'ce-type': 'workflow.completed',
      });
      expect(answer).toMatchObject({ status: 202, body: { accepted: [{ id: 'café 1' }] } });
    });

    it.each([
      ['raw UTF-8', Buffer.from('Zoë 你').toString('latin1')],
      ['percent-encoded UTF-8', 'Zo%C3%AB%20%E4%BD%A0'],
    ])('in binary mode has an attribute in %s as it was meant', async (_form, id) => {
      const tenant = await system.createTenant();
      expect(await publishWith(tenant, { ...binaryEvent, 'ce-id': id })).toMatchObject({
        status: 202,
        body: { accepted: [{ id: 'Zoë 你' }] },
      });
    });

    it.each(['other', 'same'])(
      'is refused with an attribute twice, the second time with the %s value',
      async (second) => {
        const tenant = await system.createTenant();
        expect(await publishWith(tenant, { ...binaryEvent, 'ce-subject': ['same', second] })).toMatchObject({
          status: 422,
          body: { errors: [{ path: 'subject', message: 'is given more than once' }] },
        });
      },
    );

    it('is refused with two content types', async () => {
      const tenant = await system.createTenant();
      const types = ['application/json', 'application/cloudevents+json'];
      expect(await publishWith(tenant, { ...binaryEvent, 'Content-Type': types })).toMatchObject({
        status: 415,
        body: { detail: 'the request has more than one Content-Type' },
      });
    });

    it('in a batch is accepted in part', async () => {
      const tenant = await system.createTenant();
      const answer = await tenant.api.post(
        '/v1/events',
        [workflowEvent(tenant.id), workflowEvent(tenant.id, { type: 'no.such.type' })],
        { 'content-type': 'application/cloudevents-batch+json' },
      );
      expect(answer).toMatchObject({
        status: 202,
        body: { accepted: [{}], rejected: [{ index: 1, code: 'unknown-event-type', path: 'type' }] },
      });
    });

    it('that matches nothing shows why', async () => {
      const tenant = await system.createTenant();
      const webhook = await tenant.createWebhook({
        url: 'http://127.0.0.1:9/',
        events: ['workflow.state.changed'],
      });
      const answer = await tenant.api.post<{ accepted: { uid: string }[] }>(
        '/v1/events',
        workflowEvent(tenant.id),
        {
          'content-type': 'application/cloudevents+json',
        },
      );
      const uid = answer.body.accepted[0]?.uid ?? '';
      await eventually(async () => {
        expect((await tenant.api.get(`/v1/events/${uid}`)).body).toMatchObject({
          matched: 0,
          invocations: [],
          why: [
            { webhookId: webhook.id, matched: false, why: expect.stringContaining('workflow.completed') },
          ],
        });
      });
      expect(await readHistory(tenant.api)).toEqual([]);
    });
  });
});

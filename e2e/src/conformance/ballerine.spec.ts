import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowData } from '../support/events.ts';
import { readHistory, untilDelivered } from '../support/ledger.ts';
import { findOnTopic } from '../support/upstream.ts';
import { jsonOf, rawHeader, receiveOne, stageOf, type EventDraft } from './stage.ts';
import { useSystem } from '../support/use-system.ts';

const stage = stageOf(useSystem());
const receiver = useReceiver({ per: 'test' });

function completed(overrides: object = {}): EventDraft {
  return { type: 'workflow.completed', data: workflowData({ ...overrides }) };
}

function stateChanged(state: string, overrides: object = {}): EventDraft {
  return { type: 'workflow.state.changed', data: workflowData({ state, ...overrides }) };
}

const eventNames = [
  'workflow.context.document.changed',
  'workflow.context.document.completed',
  'workflow.context.document.updated',
  'workflow.state.changed',
  'workflow.context.changed',
  'workflow.completed',
];

/** The page's custom webhook, as printed but for its address. */
const customWebhook = {
  name: 'backend_update_webhook',
  method: 'POST',
  stateNames: ['calculate_risk', 'collection_flow'],
  headers: { authorization: 'Bearer {secret.BUSINESS_DATA__VENDOR_API_KEY}' },
  request: { transform: { transformer: 'jmespath', mapping: '{success_result: @}' } },
};

describe('Ballerine', () => {
  it('B1 sends one POST per matching subscription, as application/json', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/one`, events: ['workflow.completed'] });
    await tenant.createWebhook({ url: `${receiver.url}/two`, events: ['workflow.*'] });
    await tenant.createWebhook({ url: `${receiver.url}/three`, events: ['workflow.state.changed'] });
    await stage.publish(tenant, completed());
    await untilDelivered(tenant.api, 2);
    expect(receiver.requests.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'POST /one',
      'POST /two',
    ]);
    for (const request of receiver.requests)
      expect(rawHeader(request, 'Content-Type')).toBe('application/json');
  });

  it('B2 gives every invocation an id of its own, the same on each attempt', async () => {
    receiver.respond((_request, index) => ({ status: index < 2 ? 500 : 200 }));
    const tenant = await stage.createTenant();
    const retry = { delaysSeconds: [0.2, 0.2, 0.2] };
    await tenant.createWebhook({ url: `${receiver.url}/a`, retry });
    await tenant.createWebhook({ url: `${receiver.url}/b`, retry });
    await stage.publish(tenant, completed());
    const invocations = await untilDelivered(tenant.api, 2);
    const idsOf = (path: string) =>
      new Set(receiver.requests.filter(({ url }) => url === path).map((request) => jsonOf(request)['id']));
    expect(receiver.requests).toHaveLength(4);
    expect(idsOf('/a').size).toBe(1);
    expect(idsOf('/b').size).toBe(1);
    expect(new Set([...idsOf('/a'), ...idsOf('/b')])).toEqual(new Set(invocations.map(({ id }) => id)));
  });

  it('B3 knows its six event names, and custom ones that a tenant registers', async () => {
    const tenant = await stage.createTenant();
    const custom = 'kyb.risk/score:changed';
    const schema = { type: 'object', required: ['score'] };
    expect((await tenant.api.put(`/v1/event-types/${encodeURIComponent(custom)}`, { schema })).status).toBe(
      200,
    );
    await tenant.createWebhook({ url: receiver.url, events: [...eventNames, custom] });
    await stage.publish(
      tenant,
      ...eventNames.map((type) => ({ type, data: workflowData({ state: 'review' }) })),
      { type: custom, data: { score: 7 } },
    );
    await receiver.waitForCount(eventNames.length + 1);
    const bodies = receiver.requests.map(jsonOf);
    expect(new Set(bodies.map((body) => body['eventName'] ?? body['type']))).toEqual(
      new Set([...eventNames, custom]),
    );
  });

  it("B4 writes the body's keys in the page's order, without those it does not know", async () => {
    const assignee = { id: 'assigneeId', firstName: 'firstName', lastName: 'lastName', email: 'email' };
    const full = await receiveOne(stage, {
      event: {
        ...completed({ assignee, assignedAt: '2024-10-24T11:40:01.000Z', state: 'approved' }),
        correlationid: 'correlation-1',
      },
    });
    expect(Object.keys(jsonOf(full))).toEqual([
      'id',
      'eventName',
      'apiVersion',
      'timestamp',
      'assignedAt',
      'assignee',
      'workflowCreatedAt',
      'workflowResolvedAt',
      'workflowDefinitionId',
      'workflowRuntimeId',
      'ballerineEntityId',
      'correlationId',
      'environment',
      'workflowStatus',
      'workflowFinalState',
      'data',
    ]);
    const bare = await receiveOne(stage, {
      event: stateChanged('review', { assignee: null, workflowResolvedAt: null, workflowStatus: null }),
    });
    expect(Object.keys(jsonOf(bare))).toEqual([
      'id',
      'eventName',
      'apiVersion',
      'timestamp',
      'workflowCreatedAt',
      'workflowResolvedAt',
      'workflowDefinitionId',
      'workflowRuntimeId',
      'ballerineEntityId',
      'environment',
      'state',
      'data',
    ]);
    expect(jsonOf(bare)['workflowResolvedAt']).toBeNull();
  });

  it('B5 has apiVersion 1, or what the tenant sets', async () => {
    const versionWith = async (settings: object) =>
      jsonOf(await receiveOne(stage, { event: completed(), settings }))['apiVersion'];
    expect(await versionWith({})).toBe(1);
    expect(await versionWith({ apiVersion: 2 })).toBe(2);
    expect(await versionWith({ apiVersion: '0.7.58' })).toBe('0.7.58');
  });

  it('B6 prints timestamps in UTC with milliseconds', async () => {
    const request = await receiveOne(stage, {
      event: {
        ...completed({ assignedAt: '2024-10-24T13:40:01+02:00', workflowCreatedAt: '2024-10-24T11:38:12Z' }),
        time: '2024-10-24T13:42:25.5+02:00',
      },
    });
    expect(jsonOf(request)).toMatchObject({
      timestamp: '2024-10-24T11:42:25.500Z',
      assignedAt: '2024-10-24T11:40:01.000Z',
      workflowCreatedAt: '2024-10-24T11:38:12.000Z',
      workflowResolvedAt: '2024-10-24T11:42:25.000Z',
    });
  });

  it('B7 takes any string for the ids of definitions, runs and entities', async () => {
    const ids = {
      workflowDefinitionId: 'mp0h897g68v',
      workflowRuntimeId: 'run/ü 7',
      ballerineEntityId: '0a5212e0-ba12422222011b7',
    };
    expect(jsonOf(await receiveOne(stage, { event: completed(ids) }))).toMatchObject(ids);
  });

  it.each(['approved', 'rejected', 'auto_approved', 'auto_rejected', 'sent_to_committee'])(
    'B8 reports the final state %s',
    async (workflowFinalState) => {
      const request = await receiveOne(stage, { event: completed({ workflowFinalState }) });
      expect(jsonOf(request)).toMatchObject({ workflowFinalState });
    },
  );

  it('B9 passes documents and their decisions through byte for byte', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    const context =
      '{"documents": [{"id":"9fe6060a-53ae-4a71-b57e-336a24a16cc3","category":"business_document","decision":{"status":"approved","revisionReason":"","rejectionReason":""},"score":1.50,"n":12345678901234567890,"7":"\\u00e9"}]}';
    const { context: _context, ...data } = workflowData();
    await stage.system.upstream.publishBinary(
      {
        specversion: '1.0',
        id: 'b9',
        source: '/conformance',
        type: 'workflow.completed',
        tenantid: tenant.id,
        environment: 'sandbox',
      },
      `${JSON.stringify(data).slice(0, -1)},"context":${context}}`,
    );
    const [request] = await receiver.waitForCount(1);
    expect(request?.body.toString().endsWith(`,"data":${context}}`)).toBe(true);
  });

  it('B10 names the environment, and keeps the two apart', async () => {
    const sandbox = await stage.createTenant();
    const production = await sandbox.inProduction();
    await sandbox.createWebhook({ url: `${receiver.url}/sandbox` });
    await production.createWebhook({ url: `${receiver.url}/production` });
    await stage.publish(sandbox, completed(), { ...completed(), environment: 'production' });
    await receiver.waitForCount(2);
    await untilDelivered(sandbox.api, 1);
    await untilDelivered(production.api, 1);
    expect(receiver.requests.map((request) => [request.url, jsonOf(request)['environment']]).sort()).toEqual([
      ['/production', 'production'],
      ['/sandbox', 'sandbox'],
    ]);
  });

  it('B11 signs the exact body in X-HMAC-Signature', async () => {
    const secret = 'webhook-shared-secret';
    const request = await receiveOne(stage, { event: completed(), webhook: { signing: { secret } } });
    const signatureOf = (body: string | Buffer) => createHmac('sha256', secret).update(body).digest('hex');
    expect(rawHeader(request, 'X-HMAC-Signature')).toBe(signatureOf(request.body));
    // The same computation yields the documented vector.
    expect(
      signatureOf(
        '{"id":"11111111-1111-4111-8111-111111111111","eventName":"workflow.completed","apiVersion":"0.7.58","timestamp":"2024-10-24T11:42:25.000Z","correlationId":"çid/1","environment":"sandbox","data":{"url":"https://a/b"}}',
      ),
    ).toBe('084d99b0fca7ddb6698d14a1cefcb603f24fbee4c1bc2370ffc0a6fc231e54a5');
  });

  it('B12 adds the levels up, also for the same URL, unless the tenant lets the specific override', async () => {
    const urlsOf = async (settings: object) => {
      const tenant = await stage.createTenant(settings);
      await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}/all` });
      await tenant.createWebhook({
        url: `${receiver.url}/${tenant.id}/all`,
        definitionId: 'kyb',
        events: ['workflow.completed'],
      });
      await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}/run`, runtimeId: 'run-1' });
      await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}/other`, definitionId: 'kyc' });
      await stage.publish(tenant, completed(), {
        type: 'workflow.context.changed',
        data: workflowData({ workflowRuntimeId: 'run-2' }),
      });
      const expected = Object.keys(settings).length === 0 ? 4 : 3;
      await untilDelivered(tenant.api, expected);
      return receiver.requests
        .filter(({ url }) => url.startsWith(`/${tenant.id}/`))
        .map((request) => `${request.url.split('/')[2] ?? ''} ${String(jsonOf(request)['eventName'])}`)
        .sort();
    };
    expect(await urlsOf({})).toEqual([
      'all workflow.completed',
      'all workflow.completed',
      'all workflow.context.changed',
      'run workflow.completed',
    ]);
    // The run of the second event has no webhook of its own, so the customer level keeps it.
    expect(await urlsOf({ subscriptionMerge: 'override-per-event' })).toEqual([
      'all workflow.completed',
      'all workflow.context.changed',
      'run workflow.completed',
    ]);
  });

  it('B13 delivers the very first event of a run to the webhooks of its config, and of its definition', async () => {
    const tenant = await stage.createTenant();
    const subscriptions = (path: string) => [
      { type: 'webhook', url: `${receiver.url}/${path}`, events: ['workflow.context.document.changed'] },
    ];
    const configured = await tenant.api.put('/api/v1/external/workflows/kyb-1/config', {
      config: { subscriptions: subscriptions('definition') },
    });
    expect(configured.status).toBe(200);
    const started = await tenant.api.post<{ workflowRuntimeId: string }>('/api/v1/external/workflows/run', {
      workflowId: 'kyb-1',
      context: { entity: { type: 'business', id: 'b-1', data: {} }, documents: [] },
      config: { subscriptions: subscriptions('runtime') },
    });
    expect(started.status).toBe(200);
    const { workflowRuntimeId } = started.body;
    const first = (runtimeId: string) => ({
      type: 'workflow.context.document.changed',
      data: workflowData({ workflowDefinitionId: 'kyb-1', workflowRuntimeId: runtimeId }),
    });
    await stage.publish(tenant, first(workflowRuntimeId), first('another-run'), completed());
    await untilDelivered(tenant.api, 3);
    const received = receiver.requests.map((request) => [request.url, jsonOf(request)['workflowRuntimeId']]);
    expect(received.sort()).toEqual(
      [
        ['/definition', workflowRuntimeId],
        ['/definition', 'another-run'],
        ['/runtime', workflowRuntimeId],
      ].sort(),
    );
  });

  it('B14 answers the ids of a run, does not start it twice, and puts its command on Kafka', async () => {
    const tenant = await stage.createTenant();
    const path = '/api/v1/external/workflows/run';
    const run = {
      workflowId: 'mp0h897g68v',
      context: { entity: { type: 'business', id: '0a5212e0-ba12422222011b7', data: {} }, documents: [] },
      config: { subscriptions: [{ type: 'webhook', url: 'https://receiver.example/hook', events: ['*'] }] },
    };
    const first = await tenant.api.post<Record<string, string>>(path, run, { 'idempotency-key': 'run-1' });
    expect(first).toMatchObject({
      status: 200,
      body: {
        workflowDefinitionId: 'mp0h897g68v',
        workflowRuntimeId: expect.any(String),
        ballerineEntityId: expect.any(String),
        entities: expect.any(Array),
      },
    });
    const again = await tenant.api.post(path, run, { 'idempotency-key': 'run-1' });
    expect(again.body).toEqual(first.body);
    const commands = await findOnTopic(
      stage.system.topicPrefix,
      'workflow-runs.v1',
      (value) => (value as { tenantId: string }).tenantId === tenant.id,
    );
    expect(commands).toEqual([
      {
        workflowDefinitionId: 'mp0h897g68v',
        workflowRuntimeId: first.body['workflowRuntimeId'],
        ballerineEntityId: first.body['ballerineEntityId'],
        tenantId: tenant.id,
        environment: 'sandbox',
        correlationId: '0a5212e0-ba12422222011b7',
        context: run.context,
        config: run.config,
        requestedAt: expect.any(String),
      },
    ]);
    const refused = await tenant.api.post(path, {
      ...run,
      config: { subscriptions: [{ type: 'webhook', url: 'ftp://receiver.example/hook', events: ['*'] }] },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        message: 'Validation error',
        statusCode: 400,
        errors: [{ path: 'config.subscriptions.0.url', message: expect.any(String) }],
      },
    });
  });

  it('B15 fires a custom webhook when a run enters a listed state, with the transformed context', async () => {
    const tenant = await stage.createTenant();
    await tenant.api.put('/v1/secrets/BUSINESS_DATA__VENDOR_API_KEY', { value: 'vendor-key' });
    await tenant.createWebhook({ ...customWebhook, url: receiver.url, definitionId: 'kyb' });
    const context = { step: 1, documents: [] };
    await stage.publish(
      tenant,
      stateChanged('idle'),
      stateChanged('calculate_risk', { context }),
      stateChanged('calculate_risk'),
      stateChanged('manual_review'),
      stateChanged('collection_flow', { previousState: 'collection_flow' }),
      stateChanged('collection_flow', { previousState: 'manual_review', context: { step: 2 } }),
    );
    await receiver.waitForCount(2);
    await untilDelivered(tenant.api, 2);
    expect(receiver.requests.map(({ method, body }) => [method, body.toString()])).toEqual([
      ['POST', JSON.stringify({ success_result: context })],
      ['POST', '{"success_result":{"step":2}}'],
    ]);
    expect(receiver.requests[0]?.headers.authorization).toBe('Bearer vendor-key');
  });

  it('B16 fills in secrets and context in one pass, fails on unknown names, and shows no secret', async () => {
    receiver.respond((request) => ({
      status: 200,
      headers: { 'x-echo': request.headers.authorization ?? '' },
      body: request.headers.authorization ?? '',
    }));
    const tenant = await stage.createTenant();
    await tenant.api.put('/v1/secrets/VENDOR_KEY', { value: 'very-secret-value' });
    await tenant.createWebhook({
      url: `${receiver.url}/cases/{entity.data.name}`,
      headers: { authorization: 'Bearer {secret.VENDOR_KEY}', 'x-name': '{entity.data.name}' },
    });
    const named = (name: string) => completed({ context: { entity: { data: { name } } } });
    await stage.publish(tenant, named('{secret.VENDOR_KEY}'));
    await receiver.waitForCount(1);
    const [invocation] = await untilDelivered(tenant.api, 1);
    expect(receiver.requests[0]).toMatchObject({
      url: `/cases/${encodeURIComponent('{secret.VENDOR_KEY}')}`,
      headers: { authorization: 'Bearer very-secret-value', 'x-name': '{secret.VENDOR_KEY}' },
    });
    const attempts = await tenant.api.get(`/v1/invocations/${invocation?.id ?? ''}/attempts`);
    const shown = JSON.stringify(attempts.body);
    expect(shown).toContain('Bearer {secret.VENDOR_KEY}');
    expect(shown).not.toContain('very-secret-value');

    await tenant.api.delete('/v1/secrets/VENDOR_KEY');
    await stage.publish(tenant, named('x'));
    await stage.publish(tenant, completed({ context: {} }));
    const reasons = await eventually(async () => {
      const failed = await readHistory(tenant.api, { status: 'failed' });
      expect(failed).toHaveLength(2);
      return failed.map(({ reason }) => reason).sort();
    });
    expect(reasons).toEqual([
      'unknown-placeholder: {entity.data.name}',
      'unknown-secret: {secret.VENDOR_KEY}',
    ]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('B17 adds childWorkflowsRuntimeData on request', async () => {
    const childWorkflowsRuntimeData = [{ id: 'child-1', state: 'approved' }];
    const dataWith = async (options: object, data: object) =>
      jsonOf(await receiveOne(stage, { event: completed(data), webhook: { options } }))['data'];
    const withChildren = { ballerine: { withChildWorkflows: true } };
    expect(await dataWith(withChildren, { childWorkflowsRuntimeData })).toEqual({
      documents: [],
      childWorkflowsRuntimeData,
    });
    expect(await dataWith(withChildren, {})).toEqual({ documents: [] });
    expect(await dataWith({}, { childWorkflowsRuntimeData })).toEqual({ documents: [] });
  });
});

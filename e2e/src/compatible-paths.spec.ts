import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowData, workflowEvent } from './support/events.ts';
import { untilDelivered } from './support/ledger.ts';
import { findOnTopic } from './support/upstream.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({}, 'each');
const receiver = useReceiver();

const runPath = '/api/v1/external/workflows/run';

interface Run {
  readonly workflowDefinitionId: string;
  readonly workflowRuntimeId: string;
  readonly ballerineEntityId: string;
}

interface Command extends Run {
  readonly tenantId: string;
}

/** The run request of Ballerine's page as printed, without the trailing comma that no JSON has. */
const runCommand = `curl --location 'http://localhost:3000/api/v1/external/workflows/run' \\
--header 'Content-Type: application/json' \\
--header 'Authorization: Bearer secret' \\
--data '{
"context": {
"documents": [
{
"properties": {},
"pages": [
{
"metadata": {
"pageNumber": 1
},
"provider": "http",
"type": "jpg",
"uri": "https://upload.wikimedia.org/wikipedia/commons/s.jpg"
}
],
"category": "proof_of_ownership",
"type": "property_rate",
"version": 1,
"issuer": {
"country": "US"
}
}
],
"entity": {
"data": {
"companyName": "YTO CENTRE",
"additionalInfo": {
},
"businessType": "SMB"
},
"id": "0a5212e0-ba12422222011b7",
"type": "business"
}
},
"config": {
"subscriptions": [
{
"type": "webhook",
"url": "https://webhook.site/b58610f1-93fc-4922-96c6-87d259f245b8",
"events": [
"workflow.completed"
]
}
]
},
"workflowId": "mp0h897g68v"
}'`;

/** The history request of Dataspike's page as printed. */
const historyCommand = `curl -H "ds-api-token: <api_key>" -H "Content-Type: application/json" \\
 -X GET "https://api.dataspike.io/api/v3/notifications/webhook/history?after=<invocation_id>&webhook=<webhook_id>"`;

/** Runs a page's command in a shell, and parses what it prints. */
async function printedBy(command: string, replacements: Readonly<Record<string, string>>): Promise<unknown> {
  const text = Object.entries(replacements).reduce(
    (replaced, [from, to]) => replaced.replace(from, to),
    command,
  );
  const { stdout } = await promisify(execFile)('sh', ['-c', `${text} --silent --show-error`]);
  return JSON.parse(stdout);
}

describe("the source pages' own commands", () => {
  it('run a workflow', async () => {
    const tenant = await system.createTenant();
    const answer = (await printedBy(runCommand, {
      'http://localhost:3000': system.url,
      'Bearer secret': `Bearer ${tenant.key}`,
    })) as Run;
    expect(answer).toEqual({
      workflowDefinitionId: 'mp0h897g68v',
      workflowRuntimeId: expect.any(String),
      ballerineEntityId: expect.any(String),
      entities: [{ id: answer.ballerineEntityId, type: 'business' }],
    });
    const commands = await findOnTopic(
      system.topicPrefix,
      'workflow-runs.v1',
      (value) => (value as Command).tenantId === tenant.id,
    );
    expect(commands).toMatchObject([
      {
        workflowRuntimeId: answer.workflowRuntimeId,
        correlationId: '0a5212e0-ba12422222011b7',
        context: {
          documents: [{ issuer: { country: 'US' } }],
          entity: { data: { companyName: 'YTO CENTRE' } },
        },
      },
    ]);
    const { body } = await tenant.api.get<{ data: object[] }>('/v1/webhooks?level=runtime');
    expect(body.data).toMatchObject([
      {
        url: 'https://webhook.site/b58610f1-93fc-4922-96c6-87d259f245b8',
        events: ['workflow.completed'],
        runtimeId: answer.workflowRuntimeId,
      },
    ]);
  });

  it('read the history', async () => {
    const tenant = await system.createTenant();
    const created = await tenant.api.post<{ id: string }>('/api/v3/organization/webhooks', {
      webhook_url: `${receiver.url}/dataspike`,
      event_types: ['AML', 'APPLICANT'],
      enabled: true,
      is_sandbox: true,
    });
    for (const applicant_id of ['a-1', 'a-2']) {
      await system.upstream.publish([workflowEvent(tenant.id, { type: 'AML', data: { applicant_id } })]);
    }
    const [first, second] = await untilDelivered(tenant.api, 2);
    const page = await printedBy(historyCommand, {
      'https://api.dataspike.io': system.url,
      '<api_key>': tenant.key,
      '<invocation_id>': first?.id ?? '',
      '<webhook_id>': created.body.id,
    });
    expect(page).toMatchObject({ data: [{ id: second?.id, webhook_id: created.body.id }], has_next: false });
  });
});

describe('run requests', () => {
  const run = (tenant: Tenant, url: string, headers: Record<string, string> = {}) =>
    tenant.api.post<Run>(
      runPath,
      {
        workflowId: 'kyb',
        context: { entity: { type: 'business', id: 'customer-7' } },
        config: { subscriptions: [{ type: 'webhook', url, events: ['workflow.context.changed'] }] },
      },
      headers,
    );

  it("deliver the run's first event however soon it follows the answer, signed with the tenant's secret", async () => {
    const tenant = await system.createTenant();
    const secret = await tenant.api.get<{ secret: string }>('/v1/signing-secret');
    const startAndPublish = async (number: number): Promise<string> => {
      const { body } = await run(tenant, `${receiver.url}/first-event/${number}`);
      const data = workflowData({ workflowRuntimeId: body.workflowRuntimeId, workflowDefinitionId: 'kyb' });
      await system.upstream.publish([workflowEvent(tenant.id, { type: 'workflow.context.changed', data })]);
      return `/first-event/${number} ${body.workflowRuntimeId}`;
    };
    const started: string[] = [];
    for (let wave = 0; wave < 10; wave++) {
      const numbers = Array.from({ length: 20 }, (_, index) => wave * 20 + index);
      started.push(...(await Promise.all(numbers.map(startAndPublish))));
    }
    await untilDelivered(tenant.api, 200);
    const received = receiver.requests.filter(({ url }) => url.startsWith('/first-event/'));
    expect(
      received
        .map(({ url, body }) => `${url} ${(JSON.parse(body.toString()) as Run).workflowRuntimeId}`)
        .sort(),
    ).toEqual([...started].sort());
    for (const { headers, body } of received) {
      const signature = createHmac('sha256', secret.body.secret).update(body).digest('hex');
      expect(headers['x-hmac-signature']).toBe(signature);
    }
  });

  it('carry what a subscription asks for: data of child workflows', async () => {
    const tenant = await system.createTenant();
    const subscription = (path: string, config?: object) => ({
      type: 'webhook',
      url: `${receiver.url}/children/${path}`,
      events: ['workflow.completed'],
      ...(config && { config }),
    });
    const { body } = await tenant.api.post<Run>(runPath, {
      workflowId: 'kyb',
      context: { entity: { type: 'business' } },
      config: {
        subscriptions: [subscription('with', { withChildWorkflows: true }), subscription('without')],
      },
    });
    const childWorkflowsRuntimeData = [{ id: 'child-1' }];
    const data = workflowData({ workflowRuntimeId: body.workflowRuntimeId, childWorkflowsRuntimeData });
    await system.upstream.publish([workflowEvent(tenant.id, { data })]);
    await untilDelivered(tenant.api, 2);
    const dataAt = (path: string) =>
      receiver.requests
        .filter(({ url }) => url === `/children/${path}`)
        .map((request) => (JSON.parse(request.body.toString()) as { data: unknown }).data);
    expect(dataAt('with')).toEqual([{ documents: [], childWorkflowsRuntimeData }]);
    expect(dataAt('without')).toEqual([{ documents: [] }]);
  });

  it('start one run each and lose none when the service is killed among them', async () => {
    const tenant = await system.createTenant();
    const keys = Array.from({ length: 120 }, () => randomUUID());
    const request = (key: string) => run(tenant, 'https://receiver.example/', { 'idempotency-key': key });
    const subscriptions = system.processOf('subscriptions');
    let answered = 0;
    const attempts = keys.map(async (key) => {
      const answer = await request(key);
      answered += 1;
      if (answered === 20) await subscriptions.kill();
      return answer;
    });
    const first = await Promise.all(attempts);
    await system.restart('subscriptions');
    const repeated = await Promise.all(keys.map(request));
    expect(first.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
    expect(repeated.filter(({ status }) => status !== 200)).toEqual([]);
    for (const [index, answer] of first.entries()) {
      if (answer.status === 200) expect(repeated[index]?.body).toEqual(answer.body);
    }
    const wanted = new Set(repeated.map(({ body }) => body.workflowRuntimeId));
    expect(wanted.size).toBe(keys.length);
    await eventually(async () => {
      const commands = await findOnTopic(
        system.topicPrefix,
        'workflow-runs.v1',
        (value) => (value as Command).tenantId === tenant.id,
        keys.length,
      );
      expect(new Set((commands as Command[]).map(({ workflowRuntimeId }) => workflowRuntimeId))).toEqual(
        wanted,
      );
    });
  });

  it('are refused in one form, by whoever refuses them', async () => {
    const tenant = await system.createTenant();
    const production = await tenant.inProduction();
    expect(await run(production, 'http://receiver.example/hook')).toMatchObject({
      status: 400,
      body: {
        message: 'Validation error',
        statusCode: 400,
        errors: [{ message: 'must begin with https:// in production', path: 'config.subscriptions.0.url' }],
      },
    });
    const config = await production.api.put('/api/v1/external/workflows/kyb/config', {
      config: { subscriptions: [{ type: 'webhook', url: 'http://receiver.example/hook', events: ['*'] }] },
    });
    expect(config).toMatchObject({ status: 400, body: { statusCode: 400 } });
    const unauthorized = await fetch(`${system.url}${runPath}`, { method: 'POST' });
    expect([unauthorized.status, await unauthorized.json()]).toEqual([
      401,
      { message: 'send a key: Authorization: Bearer <key>', statusCode: 401 },
    ]);
    const description = await tenant.api.get('/openapi.json');
    expect(description.body).toMatchObject({
      paths: {
        [runPath]: {
          post: {
            responses: {
              400: {
                content: { 'application/json': { schema: { $ref: '#/components/schemas/BallerineError' } } },
              },
            },
          },
        },
        '/api/v3/notifications/webhook/history': { get: {} },
        '/api/v3/organization/webhooks/{id}/hmac/rotate': { post: {} },
      },
      components: { schemas: { BallerineError: { type: 'object' } } },
    });
  });
});

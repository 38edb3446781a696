import { createHmac } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { apiClient, eventually } from '@casewire/testing';
import { useDatabase, useReceiver, useResource } from '@casewire/testing/fixtures';
import { openSystem, type RunningSystem } from './support/open-system.ts';
import { openLink } from './support/sessions.ts';
import { copyWorkspace, type WorkspaceCopy } from './support/workspace-copy.ts';

const copy = useResource(buildWithFamily, { close: (built) => built.remove(), openDeadlineMs: 180_000 });
const database = useDatabase();
const system = useResource(startSystem, { close: (opened) => opened.stop(), openDeadlineMs: 120_000 });
const receiver = useReceiver();

async function buildWithFamily(): Promise<WorkspaceCopy> {
  const workspace = await copyWorkspace();
  await cp(
    join(import.meta.dirname, 'fixtures/insurance'),
    join(workspace.folder, 'libs/families/src/insurance'),
    { recursive: true },
  );
  await workspace.build(['casewire']);
  return workspace;
}

function startSystem(): Promise<RunningSystem> {
  return openSystem({ databaseUrl: database.url, bundles: join(copy.folder, 'dist/apps') });
}

it('a family is added by its folder alone: its events are listed, checked, matched, rendered, signed, delivered and masked', async () => {
  const tenant = await system.createTenant({ insurer: 'Élan' });
  const filed = expect.objectContaining({ type: 'Claim Filed', family: 'insurance' });
  expect(await tenant.api.get('/v1/event-types/Claim%20Filed')).toMatchObject({ body: filed });
  expect(await tenant.api.get('/v1/event-types?limit=100')).toMatchObject({
    body: { data: expect.arrayContaining([filed]) },
  });
  const refused = await tenant.api.post('/v1/webhooks', {
    url: 'https://receiver.example/',
    options: { insurance: { withNotes: true } },
  });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'options.insurance.withNotes' }] } });

  const secret = 'claims-shared-secret';
  const motor = await tenant.createWebhook({
    url: `${receiver.url}/motor`,
    events: ['Claim Filed'],
    definitionId: 'motor',
    options: { insurance: { withReserve: true } },
    signing: { secret },
  });
  await tenant.createWebhook({ url: `${receiver.url}/claim`, runtimeId: '12345678901234567890' });
  await tenant.createWebhook({ url: `${receiver.url}/household`, definitionId: 'household' });
  const claim = (id: string, data: string) =>
    system.upstream.publishBinary(
      {
        id,
        specversion: '1.0',
        source: '/claims',
        type: 'Claim Filed',
        tenantid: tenant.id,
        environment: 'sandbox',
      },
      data,
    );
  await claim('refused', '{"claimNumber":1,"product":"marine","amount":1}');
  await claim(
    'filed',
    '{"claimNumber":12345678901234567890,"product":"motor","amount":1.50,"reserve":{"n": 1e2}}',
  );

  const requests = await receiver.waitForCount(2);
  const request = requests.find(({ url }) => url === '/motor');
  expect(requests.map(({ url }) => url).sort()).toEqual(['/claim', '/motor']);
  const invocationId = String(request?.headers['webhook-id']);
  const body =
    `{"notice":"${invocationId}","insurer":"Élan","claim":12345678901234567890,"amount":1.50,` +
    '"reserve":{"n": 1e2}}';
  expect(request?.body.toString()).toBe(body);
  expect(request?.rawHeaders).toEqual(expect.arrayContaining(['X-Claim-Event', 'X-Claim-Digest']));
  expect(request?.headers).toMatchObject({
    'content-type': 'application/vnd.claims+json',
    'x-claim-event': 'Claim Filed',
    'x-claim-digest': createHmac('sha512', secret).update(body).digest('hex'),
  });
  const { headers } = await openLink(system, tenant.id, { environments: ['sandbox'] });
  const session = apiClient(system.url, undefined, headers);
  await eventually(async () => {
    expect((await session.get(`/v1/invocations/${invocationId}`)).body).toMatchObject({
      ...{ webhookId: motor.id, subject: '12345678901234567890', hidden: 'parts' },
      payload: { insurer: 'Élan', amount: '[hidden]', reserve: { n: 100 } },
    });
    expect((await tenant.api.get('/v1/rejected-events')).body).toMatchObject({
      data: [{ path: 'data/product', message: 'must be one of motor, household (rule enum), is a string' }],
    });
  });
});

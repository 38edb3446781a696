import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { eventually, type ReceivedRequest, type Tenant } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { Webhook } from 'standardwebhooks';
import { workflowData, workflowEvent } from './support/events.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
/** Its addresses expire at once, unless a delivery is under way. */
const hasty = useSystem({ CASEWIRE_DATA_URL_SECONDS: '1' });
const tenant = useResource(() => system.createTenant(), { per: 'test' });
const receiver = useReceiver({ per: 'test' });

interface Thin {
  readonly invocationId: string;
  readonly dataUrl: string;
}

const data = workflowData({ context: { name: 'Zoë', secret: 'hidden' } });
const shownData = { ...data, context: { name: 'Zoë' } };

function createThin(owner: Tenant, settings: object = {}) {
  const payload = { omit: ['/context/secret'] };
  return owner.createWebhook({ url: receiver.url, format: 'thin', payload, ...settings });
}

async function publish(to: Tenant, upstream = system.upstream): Promise<Record<string, unknown>> {
  const event = workflowEvent(to.id, { subject: 'Zoë', data });
  await upstream.publish([event]);
  return event;
}

/** Checks the signature as receivers do. */
function open({ body, headers }: ReceivedRequest, secret: string): Thin {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as Thin;
}

/** Signs an address in place of a body. */
function fetchSigned({ invocationId, dataUrl }: Thin, secret: string): Promise<Response> {
  const now = new Date();
  return fetch(dataUrl, {
    headers: {
      'webhook-id': invocationId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(invocationId, now, dataUrl),
    },
  });
}

const workspace = join(import.meta.dirname, '../..');
const page = readFileSync(join(workspace, 'docs/custom-webhooks.md'), 'utf8');

/** Has the program of the page handle a delivery. @returns the data that it fetches */
async function runPrintedProgram({ body, headers }: ReceivedRequest, secret: string): Promise<unknown> {
  const [, program = ''] = /```js\n(.*?)```/s.exec(page) ?? [];
  const call = `dataOf(${JSON.stringify(headers)}, ${JSON.stringify(body.toString())})`;
  const text = `${program}\nconsole.log(JSON.stringify(await ${call}));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', text], {
    cwd: workspace,
    env: { CASEWIRE_WEBHOOK_SECRET: secret },
  });
  return JSON.parse(stdout);
}

async function oneDelivery(count = 1): Promise<ReceivedRequest> {
  const delivery = (await receiver.waitForCount(count)).at(-1);
  if (delivery === undefined) throw new Error('nothing was delivered');
  return delivery;
}

describe('a webhook of the format thin', () => {
  it('sends ids, type, time and an address, and nothing else of the event, not even in headers', async () => {
    const { id, secret } = await createThin(tenant);
    const event = await publish(tenant);
    const delivery = await oneDelivery();
    expect(open(delivery, secret)).toEqual({
      invocationId: delivery.headers['webhook-id'],
      webhookId: id,
      eventUid: expect.any(String),
      eventId: event['id'],
      type: 'workflow.completed',
      time: event['time'],
      dataUrl: expect.stringContaining(`${system.url}/v1/data/`),
    });
    expect(delivery.url).toBe('/');
    expect(Object.keys(delivery.headers).toSorted()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'traceparent',
      'user-agent',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
  });

  it('has its receiver, or a key that may see payloads, fetch what its payload leaves; each fetch is audited', async () => {
    const { id, secret } = await createThin(tenant);
    await publish(tenant);
    const delivery = await oneDelivery();
    expect(await runPrintedProgram(delivery, secret)).toEqual(shownData);
    const withKey = await tenant.api.get(new URL(open(delivery, secret).dataUrl).pathname);
    expect(withKey.body).toEqual(shownData);
    const audit = await tenant.api.get<{ data: { fetchedBy: string }[] }>(`/v1/webhooks/${id}/data-fetches`);
    expect(audit.body.data.map(({ fetchedBy }) => fetchedBy)).toEqual([expect.any(String), 'signature']);
  });

  it('opens its address to nobody else, and to nobody once it is deleted', async () => {
    const { id, secret } = await createThin(tenant);
    await publish(tenant);
    const thin = open(await oneDelivery(), secret);
    const other = await createThin(tenant);
    const stranger = await system.createTenant();
    const { pathname } = new URL(thin.dataUrl);
    const ofOther = { ...thin, dataUrl: thin.dataUrl.replace(id, other.id) };
    const statuses = [
      (await fetch(thin.dataUrl)).status,
      (await fetchSigned(thin, other.secret)).status,
      (await fetchSigned(ofOther, other.secret)).status,
      (await stranger.api.get(pathname)).status,
    ];
    expect(statuses).toEqual([401, 401, 404, 404]);
    await tenant.api.delete(`/v1/webhooks/${id}`);
    expect((await fetchSigned(thin, secret)).status).toBe(404);
    expect((await tenant.api.get(pathname)).status).toBe(404);
  });

  it('sends the same body again by retries and replays, also under new ids', async () => {
    receiver.respond((_request, index) => ({ status: index === 0 ? 500 : 200 }));
    const { id, secret } = await createThin(tenant, { retry: { delaysSeconds: [1] } });
    await publish(tenant);
    const retried = await oneDelivery(2);
    await eventually(async () => {
      const replay = { since: new Date(0).toISOString(), status: 'all', newIds: true };
      expect((await tenant.api.post(`/v1/webhooks/${id}/replay`, replay)).status).toBe(202);
    });
    const replayed = await oneDelivery(3);
    const bodies = receiver.requests.map(({ body }) => body.toString());
    expect(new Set(bodies).size).toBe(1);
    expect(replayed.headers['webhook-id']).not.toBe(retried.headers['webhook-id']);
    expect((await fetchSigned(open(replayed, secret), secret)).status).toBe(200);
  });
});

describe('the address in a thin delivery', () => {
  it('expires, and is good again while and after the delivery is sent again', async () => {
    const owner = await hasty.createTenant();
    const { secret } = await createThin(owner);
    await publish(owner, hasty.upstream);
    const delivery = await oneDelivery();
    const thin = open(delivery, secret);
    const untilExpired = () =>
      eventually(async () => {
        const answer = await fetchSigned(thin, secret);
        expect([answer.status, await answer.json()]).toEqual([
          410,
          expect.objectContaining({ code: 'expired', reason: 'time-over' }),
        ]);
      });
    await untilExpired();
    const meanwhile: number[] = [];
    receiver.respond(async () => {
      meanwhile.push((await fetchSigned(thin, secret)).status);
      return {};
    });
    const retry = await owner.api.post(`/v1/invocations/${thin.invocationId}/retry`);
    expect(retry.status).toBe(202);
    await eventually(() => {
      expect(meanwhile).toEqual([200]);
    });
    await untilExpired();
  });
});

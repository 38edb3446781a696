import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { Kafka, logLevel } from 'kafkajs';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered, type Invocation } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

/** With everything in it that is spelt differently in JSON and in URLs. */
const vendorKey = 'vendor "key"/1+1=2%\\';

/** The custom webhook of the family's documentation, without its transform. */
const customWebhook = {
  name: 'backend_update_webhook',
  method: 'POST',
  headers: { authorization: 'Bearer {secret.BUSINESS_DATA__VENDOR_API_KEY}' },
};

const system = useSystem({});
const receiver = useReceiver();

/** A path of its own on the receiver, and what arrived below it. */
function place() {
  const path = `/${randomUUID()}`;
  return {
    url: receiver.url + path,
    requests: () => receiver.requests.filter(({ url }) => url.startsWith(path)),
    /** Path and query behind the place. */
    async one(): Promise<{ url: string; method: string; body: string; headers: Record<string, unknown> }> {
      const received = await receiver.waitFor((all) => all.some(({ url }) => url.startsWith(path)));
      const request = received.find(({ url }) => url.startsWith(path));
      if (request === undefined) throw new Error('nothing was received');
      const { url, method, body, headers } = request;
      return { url: url.slice(path.length), method, body: body.toString(), headers };
    },
  };
}

async function tenantWithVendorKey(): Promise<Tenant> {
  const tenant = await system.createTenant();
  const answer = await tenant.api.put('/v1/secrets/BUSINESS_DATA__VENDOR_API_KEY', { value: vendorKey });
  expect(answer.status).toBe(204);
  return tenant;
}

function publish(tenant: Tenant, context: object): Promise<void> {
  return system.upstream.publish([workflowEvent(tenant.id, { data: workflowData({ context }) })]);
}

async function attemptsOf(tenant: Tenant, { id }: Pick<Invocation, 'id'>): Promise<unknown> {
  return (await tenant.api.get(`/v1/invocations/${id}/attempts`)).body;
}

function untilFailed(tenant: Tenant, reason: string): Promise<Invocation> {
  return eventually(async () => {
    const [invocation] = await readHistory(tenant.api, { status: 'failed' });
    if (invocation?.reason !== reason) throw new Error(`it failed by ${invocation?.reason ?? 'nothing yet'}`);
    return invocation;
  });
}

/** The values and headers of everything on the topics, as text. */
async function everythingOnKafka(): Promise<string> {
  const kafka = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(system.topicPrefix));
  const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  const records = offsets.flat().reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  const consumer = kafka.consumer({ groupId: `${system.topicPrefix}${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  const texts: string[] = [];
  await consumer.run({
    eachMessage: ({ message: { value, headers } }) => {
      texts.push(`${value?.toString() ?? ''} ${Object.values(headers ?? {}).join(' ')}`);
      return Promise.resolve();
    },
  });
  await eventually(() => {
    if (texts.length < records) throw new Error(`${texts.length} of ${records} records are read`);
  });
  await consumer.disconnect();
  return texts.join('\n');
}

describe('a custom webhook', () => {
  it('sends the secret that it names, and texts of the context in path and query', async () => {
    const tenant = await tenantWithVendorKey();
    const target = place();
    await tenant.createWebhook({
      ...customWebhook,
      url: `${target.url}/{entity.id}/docs?name={entity.data.name}&n={entity.data.n}&key={secret.BUSINESS_DATA__VENDOR_API_KEY}`,
    });
    const entity = { id: 'a/../b?c=d#e', data: { name: 'Zoë & Söhne', n: 1.5 } };
    await publish(tenant, { entity });
    const request = await target.one();
    const key = encodeURIComponent(vendorKey);
    expect(request.url).toBe(
      `/a%2F..%2Fb%3Fc%3Dd%23e/docs?name=Zo%C3%AB%20%26%20S%C3%B6hne&n=1.5&key=${key}`,
    );
    expect(request.headers).toMatchObject({ authorization: `Bearer ${vendorKey}` });
    expect(JSON.parse(request.body)).toMatchObject({ eventName: 'workflow.completed', data: { entity } });
  });

  it('sends the name of an applicant as text, also where it reads like a placeholder or breaks lines', async () => {
    const tenant = await tenantWithVendorKey();
    const target = place();
    await tenant.createWebhook({
      ...customWebhook,
      url: `${target.url}/{name}?name={name}`,
      headers: { 'x-name': 'Hello {name}', 'x-attack': '{attack}' },
    });
    const name = '{secret.BUSINESS_DATA__VENDOR_API_KEY}';
    await publish(tenant, { name, attack: 'a\r\nx-forged: 1\r\n\r\nGET / HTTP/1.1\u0000\u2028é' });
    const request = await target.one();
    const encoded = encodeURIComponent(name);
    expect(request.url).toBe(`/${encoded}?name=${encoded}`);
    expect(request.headers).toMatchObject({
      'x-name': `Hello ${name}`,
      'x-attack': 'a%0D%0Ax-forged: 1%0D%0A%0D%0AGET / HTTP/1.1%00%E2%80%A8%C3%A9',
    });
    expect(request.headers).not.toHaveProperty('x-forged');
  });

  it('keeps secrets out of the history and off Kafka, also where the receiver repeats them', async () => {
    const tenant = await tenantWithVendorKey();
    const target = place();
    const spellings = [vendorKey, JSON.stringify(vendorKey).slice(1, -1), encodeURIComponent(vendorKey)];
    receiver.respond(({ url }) =>
      url.startsWith(new URL(target.url).pathname)
        ? { headers: { 'x-echo': vendorKey, 'x-url': url }, body: spellings.join(' and ') }
        : {},
    );
    const url = `${target.url}?key={secret.BUSINESS_DATA__VENDOR_API_KEY}`;
    await tenant.createWebhook({ ...customWebhook, url });
    await publish(tenant, {});
    const [invocation] = await untilDelivered(tenant.api, 1);
    const attempts = await attemptsOf(tenant, { id: invocation?.id ?? '' });
    expect(attempts).toMatchObject({
      data: [
        {
          request: { url, headers: customWebhook.headers },
          responseBody: '[redacted] and [redacted] and [redacted]',
          responseHeaders: { 'x-echo': '[redacted]', 'x-url': expect.stringMatching(/key=\[redacted\]$/) },
        },
      ],
    });
    const shown = [
      JSON.stringify(attempts),
      JSON.stringify((await tenant.api.get('/v1/webhooks')).body),
      JSON.stringify((await tenant.api.get('/v1/secrets')).body),
      await everythingOnKafka(),
    ].join('\n');
    for (const spelling of spellings) expect(shown).not.toContain(spelling);
  });

  it('sends nothing without its secret, says so, and goes out by hand once there is one', async () => {
    const tenant = await system.createTenant();
    const target = place();
    await tenant.createWebhook({ ...customWebhook, url: target.url });
    await publish(tenant, {});
    const { id } = await untilFailed(tenant, 'unknown-secret: {secret.BUSINESS_DATA__VENDOR_API_KEY}');
    expect(target.requests()).toHaveLength(0);
    expect(await attemptsOf(tenant, { id })).toMatchObject({ data: [] });
    await tenant.api.put('/v1/secrets/BUSINESS_DATA__VENDOR_API_KEY', { value: 'late' });
    expect((await tenant.api.post(`/v1/invocations/${id}/retry`)).status).toBe(202);
    expect((await target.one()).headers).toMatchObject({ authorization: 'Bearer late' });
  });

  it.each([
    ['{entity.missing}', { entity: { id: 1 } }],
    ['{entity}', { entity: { id: 1 } }],
    ['{entity.id}', { entity: { id: null } }],
    ['{constructor.name}', {}],
  ])('sends nothing where the context has no text for %s', async (placeholder, context) => {
    const tenant = await system.createTenant();
    const target = place();
    await tenant.createWebhook({ url: `${target.url}/${placeholder}` });
    await publish(tenant, context);
    await untilFailed(tenant, `unknown-placeholder: ${placeholder}`);
    expect(target.requests()).toHaveLength(0);
  });

  it('sends nothing where a value would leave the path, or where its new URL names what the event did not keep', async () => {
    const tenant = await system.createTenant();
    const target = place();
    await tenant.createWebhook({ url: `${target.url}/a/{up}/b` });
    await publish(tenant, { up: '..' });
    await untilFailed(tenant, 'unknown-placeholder: {up}');
    expect(target.requests()).toHaveLength(0);

    const other = await system.createTenant();
    receiver.respond(() => ({ status: 500 }));
    const { id } = await other.createWebhook({ url: `${target.url}/first`, retry: 'none' });
    await publish(other, { up: 'x' });
    const failed = await untilFailed(other, 'retries-exhausted');
    await other.api.patch(`/v1/webhooks/${id}`, { url: `${target.url}/{up}` });
    expect((await other.api.post(`/v1/invocations/${failed.id}/retry`)).status).toBe(202);
    await untilFailed(other, 'unknown-placeholder: {up}');
    expect(target.requests()).toHaveLength(1);
    receiver.respond(() => ({}));
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('goes out by %s with its body', async (method) => {
    const tenant = await system.createTenant();
    const target = place();
    const { secret } = await tenant.createWebhook({ url: target.url, method });
    await publish(tenant, {});
    const request = await target.one();
    expect(request).toMatchObject({ method, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(request.body)).toMatchObject({ eventName: 'workflow.completed' });
    expect(request.headers['x-hmac-signature']).toBe(
      createHmac('sha256', secret).update(request.body).digest('hex'),
    );
  });

  it('goes out by GET with a signed query instead of a body', async () => {
    const tenant = await system.createTenant();
    const target = place();
    const { secret } = await tenant.createWebhook({ url: `${target.url}/a?own=1`, method: 'GET' });
    await publish(tenant, { score: 1.5, name: 'Zoë & Söhne' });
    const request = await target.one();
    const query = new URLSearchParams(request.url.slice('/a?'.length));
    expect([request.method, request.body]).toEqual(['GET', '']);
    expect([...query.keys()].slice(0, 4)).toEqual(['own', 'id', 'eventName', 'apiVersion']);
    expect(query.get('eventName')).toBe('workflow.completed');
    expect(JSON.parse(query.get('data') ?? '')).toEqual({ score: 1.5, name: 'Zoë & Söhne' });
    expect(request.headers).not.toHaveProperty('content-type');
    expect(request.headers).not.toHaveProperty('content-length');
    expect(request.headers['x-hmac-signature']).toBe(
      createHmac('sha256', secret).update(request.url.slice('/a?own=1&'.length)).digest('hex'),
    );
    const [invocation] = await untilDelivered(tenant.api, 1);
    expect(await attemptsOf(tenant, { id: invocation?.id ?? '' })).toMatchObject({
      data: [{ request: { method: 'GET', url: `${target.url}/a?own=1` } }],
    });
  });
});

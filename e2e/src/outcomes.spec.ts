import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compileSchema, eventTypeNamed } from '@casewire/families';
import { eventually, type ReceivedRequest, type Tenant } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { Kafka, logLevel, type Consumer, type KafkaMessage } from 'kafkajs';
import { workflowData, workflowEvent } from './support/events.ts';
import { findOpenStatus, readHistory, untilRetrying, type Invocation } from './support/ledger.ts';
import { openSystem } from './support/open-system.ts';
import { startOwnServers } from './support/own-servers.ts';
import { startLoad } from './support/upstream.ts';

const PER_SECOND = 40;

const servers = useResource(startOwnServers, { close: (started) => started.stop() });
const system = useResource(
  () =>
    openSystem({
      brokers: [servers.kafka.brokers],
      databaseUrl: servers.postgres.url,
      processes: 'each',
      environment: { CASEWIRE_OUTCOMES: 'true', CASEWIRE_RELEASE_LEASE_SECONDS: '45' },
    }),
  { close: (opened) => opened.stop(), openDeadlineMs: 120_000 },
);
const receiver = useReceiver();

/** An event on `outcomes.v1`, as a client reads it that knows CloudEvents and nothing of Casewire. */
interface Outcome {
  readonly key: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: { readonly invocationId: string; readonly status: string; readonly attempts: number };
}

function toOutcome({ key, headers, value }: KafkaMessage): Outcome {
  const attributes = Object.entries(headers ?? {})
    .filter(([name]) => name.startsWith('ce_'))
    .map(([name, text]) => [name.slice(3), String(text)]);
  return {
    key: String(key),
    attributes: Object.fromEntries(attributes) as Outcome['attributes'],
    data: JSON.parse(String(value)) as Outcome['data'],
  };
}

const outcomes: Outcome[] = [];
useResource(
  async (): Promise<Consumer> => {
    const kafka = new Kafka({
      clientId: 'engine',
      brokers: [servers.kafka.brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 90 },
    });
    const consumer = kafka.consumer({ groupId: `engine-${randomUUID()}` });
    await consumer.connect();
    await consumer.subscribe({ topic: `${system.topicPrefix}outcomes.v1`, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        outcomes.push(toOutcome(message));
        return Promise.resolve();
      },
    });
    return consumer;
  },
  { close: (consumer) => consumer.disconnect() },
);

/** The outcomes of an invocation, in the order of their numbers, each once. */
function outcomesOf(invocationId: string): Outcome[] {
  const ofInvocation = outcomes.filter(({ data }) => data.invocationId === invocationId);
  const byId = new Map(ofInvocation.map((outcome) => [outcome.attributes['id'], outcome]));
  return [...byId.values()].sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf({ attributes }: Outcome): number {
  return Number(attributes['sequence']);
}

const ends = ['delivered', 'failed', 'cancelled'];

/** Waits until this many invocations have ended and none is open. */
async function untilEnded({ api }: Tenant, count: number): Promise<Invocation[]> {
  return eventually(
    async () => {
      const open = await findOpenStatus(api);
      if (open !== undefined) throw new Error(`an invocation is still ${open}`);
      const invocations = await readHistory(api);
      // Others may have come since.
      const ended = invocations.filter(({ status }) => ends.includes(status));
      if (ended.length < count) throw new Error(`${ended.length} of ${count} invocations have ended`);
      return invocations;
    },
    { intervalMs: 100 },
  );
}

/** Refuses what comes below `/fails`. No breaker opens for that. */
function failBelowFails(): void {
  receiver.respond(({ url }) => (url.startsWith('/fails') ? { status: 422 } : {}));
}

function bodiesAt(path: string): { readonly type: string; readonly data: Outcome['data'] }[] {
  const atPath = ({ url }: ReceivedRequest): boolean => url === path;
  return receiver.requests.filter(atPath).map(({ body }) => JSON.parse(body.toString()) as never);
}

describe('outcomes.v1, read with plain kafkajs', () => {
  it('tells every end of every invocation, also across SIGKILL of history and a restart of Kafka', async () => {
    failBelowFails();
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}` });
    await tenant.createWebhook({ url: `${receiver.url}/fails/${tenant.id}`, retry: 'none' });
    const load = startLoad(system.upstream, {
      tenantId: tenant.id,
      perSecond: PER_SECOND,
      atMost: 60 * PER_SECOND,
    });
    const untilTold = (count: number) =>
      eventually(() => {
        expect(outcomes.length).toBeGreaterThan(count);
      });
    await untilTold(PER_SECOND);
    await system.processOf('history').kill();
    await system.restart('history');
    await untilTold(outcomes.length + PER_SECOND);
    await servers.kafka.kill();
    await servers.launchKafka();
    await untilTold(outcomes.length + PER_SECOND);
    const events = await load.stop();

    const invocations = await untilEnded(tenant, 2 * events.length);
    expect(invocations).toHaveLength(2 * events.length);
    await eventually(
      () => {
        const told = invocations.map(({ id }) => outcomesOf(id).at(-1)?.attributes['type']);
        expect(told).toEqual(invocations.map(({ status }) => `casewire.invocation.${status}`));
      },
      // What a killed process had leased is sent when the lease has ended.
      { intervalMs: 500 },
    );
  });

  it('has CloudEvents without bodies, keyed like accepted.v1, that keep the schemas of the catalogue', async () => {
    failBelowFails();
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/${tenant.id}` });
    const data = workflowData({ workflowRuntimeId: 'run-9', context: { secret: 'personal' } });
    await system.upstream.publish([workflowEvent(tenant.id, { subject: 'subject-9', data })]);
    const [invocation] = await untilEnded(tenant, 1);
    const [outcome] = await eventually(() => {
      const told = outcomesOf(invocation?.id ?? '');
      expect(told).toHaveLength(1);
      return told;
    });
    expect(outcome?.key).toBe(`${tenant.id}/run-9`);
    expect(outcome?.attributes).toMatchObject({
      specversion: '1.0',
      id: `${invocation?.id ?? ''}.1`,
      source: '/casewire',
      type: 'casewire.invocation.delivered',
      tenantid: tenant.id,
      environment: 'sandbox',
      sequence: '1',
    });
    expect(JSON.stringify(outcome)).not.toContain('personal');
    const schema = eventTypeNamed(outcome?.attributes['type'] ?? '')?.schema;
    expect(compileSchema(schema ?? {})(outcome?.data)).toEqual([]);
  });

  it('numbers the ends of an invocation that is cancelled, sent again by hand and delivered', async () => {
    failBelowFails();
    const tenant = await system.createTenant();
    const webhook = await tenant.createWebhook({ url: `${receiver.url}/fails/${tenant.id}` });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    const [retrying] = await untilRetrying(tenant.api);
    const id = retrying?.id ?? '';
    expect((await tenant.api.post(`/v1/invocations/${id}/cancel`)).status).toBe(200);
    await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { url: `${receiver.url}/${tenant.id}` });
    expect((await tenant.api.post(`/v1/invocations/${id}/retry`)).status).toBe(202);
    await eventually(() => {
      const told = outcomesOf(id).map(({ attributes, data }) => [attributes['sequence'], data.status]);
      expect(told).toEqual([
        ['1', 'cancelled'],
        ['2', 'delivered'],
      ]);
    });
  });
});

describe("Casewire's own events", () => {
  it('tell a webhook that lists them by name of each failure, and no star matches them', async () => {
    failBelowFails();
    const tenant = await system.createTenant();
    const told = `/told/${tenant.id}`;
    const star = `/star/${tenant.id}`;
    await tenant.createWebhook({
      url: `${receiver.url}/fails/${tenant.id}`,
      events: ['workflow.completed'],
      retry: 'none',
    });
    await tenant.createWebhook({ url: receiver.url + told, events: ['casewire.invocation.failed'] });
    await tenant.createWebhook({ url: receiver.url + star, events: ['*'], format: 'standard' });
    const refused = await tenant.api.post('/v1/webhooks', { url: receiver.url, events: ['casewire.*'] });
    expect(refused.body).toMatchObject({ errors: [{ path: 'events.0' }] });
    await system.upstream.publish([workflowEvent(tenant.id), workflowEvent(tenant.id)]);
    const bodies = await eventually(() => {
      expect(bodiesAt(told)).toHaveLength(2);
      return bodiesAt(told);
    });
    const failed = await readHistory(tenant.api, { status: 'failed' });
    expect(bodies.map(({ data }) => data.invocationId).sort()).toEqual(failed.map(({ id }) => id).sort());
    expect(bodies.map(({ type }) => type)).toEqual(Array(2).fill('casewire.invocation.failed'));
    expect(bodiesAt(star).map(({ type }) => type)).toEqual(Array(2).fill('workflow.completed'));
  });

  it('tell of a webhook that begins to fail, and that it has recovered, each once', async () => {
    const tenant = await system.createTenant();
    const [failing, told] = [`/fails/${tenant.id}`, `/told/${tenant.id}`];
    failBelowFails();
    const { id } = await tenant.createWebhook({
      url: receiver.url + failing,
      events: ['workflow.completed'],
      retry: 'none',
    });
    const health = ['failing', 'recovered', 'paused'].map((change) => `casewire.webhook.${change}`);
    await tenant.createWebhook({ url: receiver.url + told, events: health });
    await system.upstream.publish(Array.from({ length: 12 }, () => workflowEvent(tenant.id)));
    await untilEnded(tenant, 12);
    await eventually(() => {
      expect(bodiesAt(told)).toMatchObject([
        { type: 'casewire.webhook.failing', data: { webhookId: id, lastFailure: 'http-422' } },
      ]);
    });
    receiver.respond(() => ({}));
    await system.upstream.publish([workflowEvent(tenant.id), workflowEvent(tenant.id)]);
    await eventually(() => {
      expect(bodiesAt(told).map(({ type }) => type)).toEqual(health.slice(0, 2));
    });
  });

  it('announce nothing of their own invocations that fail', async () => {
    failBelowFails();
    const tenant = await system.createTenant();
    const options = { url: `${receiver.url}/fails/${tenant.id}`, retry: 'none' };
    await tenant.createWebhook({ ...options, events: ['workflow.completed', 'casewire.invocation.failed'] });
    for (let published = 1; published <= 2; published++) {
      await system.upstream.publish([workflowEvent(tenant.id)]);
      await untilEnded(tenant, 2 * published);
    }
    const types = async () => {
      const { body } = await tenant.api.get<{ data: { type: string }[] }>('/v1/events');
      return body.data.map(({ type }) => type).sort();
    };
    expect(await types()).toEqual([
      ...Array<string>(2).fill('casewire.invocation.failed'),
      ...Array<string>(2).fill('workflow.completed'),
    ]);
  });

  it('are refused from publishers, over HTTP and over Kafka', async () => {
    const tenant = await system.createTenant();
    const { type, example } = eventTypeNamed('casewire.invocation.failed') ?? {};
    const forged = workflowEvent(tenant.id, { source: '/casewire', type, data: example });
    const answer = await tenant.api.post('/v1/events', forged, {
      'content-type': 'application/cloudevents+json',
    });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      422,
      expect.stringContaining('reserved-type'),
    ]);
    await system.upstream.publish([forged]);
    await eventually(async () => {
      const { body } = await tenant.api.get('/v1/rejected-events');
      expect(body).toMatchObject({ data: [{ reason: 'reserved-type', path: 'type' }] });
    });
  });
});

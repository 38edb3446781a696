import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { serviceNames, type ServiceName } from '@casewire/config';
import { apiClient } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { countReceipts } from './support/duplicates.ts';
import { workflowEvent } from './support/events.ts';
import { untilDelivered } from './support/ledger.ts';
import { openLink } from './support/sessions.ts';
import { useSystem } from './support/use-system.ts';

const program = join(import.meta.dirname, '../../dist/apps/casewire/main.js');

/** Samples that every service has, or every service with topics. */
const ofEveryService = /^(?:process_|nodejs_|casewire_(?:loop|producer|consumer)_)/;

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the program says when it cannot run. */
async function refusalOf(environment: Readonly<Record<string, string>>): Promise<string> {
  const outcome = promisify(execFile)(process.execPath, [program], { env: environment, timeout: 20_000 });
  const { code, stdout, stderr } = await outcome.then(
    (output) => ({ code: 0, ...output }),
    (error: unknown) => error as Ending,
  );
  expect(code).toBe(1);
  return stdout + stderr;
}

describe('services in one process', () => {
  const system = useSystem({}, 'one');
  const receiver = useReceiver({ per: 'test' });

  async function metricsOf(service: ServiceName): Promise<string> {
    const headers = { authorization: `Bearer ${system.adminKey}` };
    return (await fetch(`${system.processOf(service).url}/metrics`, { headers })).text();
  }

  it('answer requests by session, which the gateway hands over to them', async () => {
    const tenant = await system.createTenant();
    const { headers } = await openLink(system, tenant.id, { environments: ['sandbox'] });
    const browser = apiClient(system.url, undefined, headers);
    expect((await browser.post('/v1/webhooks', { url: receiver.url })).status).toBe(201);
    expect((await browser.get<{ data: object[] }>('/v1/webhooks')).body.data).toHaveLength(1);
  });

  it('show metrics that are each their own', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    await system.upstream.publish([workflowEvent(tenant.id), workflowEvent(tenant.id)]);
    await untilDelivered(tenant.api, 2);
    const samples = new Map<ServiceName, string[]>();
    for (const service of serviceNames) {
      const lines = (await metricsOf(service)).split('\n').filter((line) => ofEveryService.test(line));
      expect(lines.filter((line) => !line.includes(`service="${service}"`))).toEqual([]);
      samples.set(service, lines);
    }
    const produced = (service: ServiceName) =>
      samples
        .get(service)
        ?.find((line) => line.startsWith('casewire_producer_records_total'))
        ?.at(-1);
    expect([produced('ingestion'), produced('matching'), produced('delivery')]).toEqual(['2', '2', '2']);
    expect(produced('subscriptions')).toBe('0');
  });

  it('end in order at SIGTERM: a request under way is finished, and its outcome is not lost', async () => {
    receiver.respond(() => ({ delayMs: 1_000 }));
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    await system.upstream.publish(Array.from({ length: 20 }, () => workflowEvent(tenant.id)));
    await receiver.waitForCount(20);
    expect(await system.processOf('gateway').stop()).toEqual({ code: 0, signal: null });

    await system.restart('gateway');
    await untilDelivered(tenant.api, 20);
    expect(countReceipts(receiver.requests)).toEqual({ distinct: 20, duplicates: 0 });
  });

  it('lose nothing at SIGKILL', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    await system.upstream.publish(Array.from({ length: 200 }, () => workflowEvent(tenant.id)));
    await receiver.waitForCount(1);
    await system.processOf('delivery').kill();
    await system.restart('delivery');
    await untilDelivered(tenant.api, 200);
    expect(countReceipts(receiver.requests).distinct).toBe(200);
  });

  it('share their work with a process of one of them', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    const other = await system.startAnother('matching');
    await system.upstream.publish(Array.from({ length: 50 }, () => workflowEvent(tenant.id)));
    await untilDelivered(tenant.api, 50);
    expect((await (await fetch(`${other.url}/readyz`)).json()) as object).toMatchObject({ ready: true });
    expect(await other.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('services in several processes of some each', () => {
  const system = useSystem({}, [
    ['gateway', 'history', 'inspector'],
    ['delivery', 'matching'],
    ['ingestion', 'subscriptions'],
  ]);
  const receiver = useReceiver();

  it('reach each other, within a process and across', async () => {
    const tenant = await system.createTenant();
    const webhook = await tenant.createWebhook({ url: receiver.url });
    await tenant.api.post('/v1/events', workflowEvent(tenant.id), {
      'content-type': 'application/cloudevents+json',
    });
    await untilDelivered(tenant.api, 1);
    const test = await tenant.api.post(`/v1/webhooks/${webhook.id}/test`, {
      eventType: 'workflow.completed',
    });
    expect(test).toMatchObject({ status: 200 });
  });
});

describe('a process of services', () => {
  const receiver = useReceiver();

  it('refuses the name of a service that does not exist, and names those that do', async () => {
    const refusal = await refusalOf({ CASEWIRE_SERVICES: 'matching,matchin' });
    expect(refusal).toContain('CASEWIRE_SERVICES ("matching,matchin") entry 2');
    for (const service of serviceNames) expect(refusal).toContain(`\`${service}\``);
  });

  it('names every problem of all its services, each once', async () => {
    const refusal = await refusalOf({ KAFKA_BROKERS: 'nowhere', CASEWIRE_HISTORY_PORT: '0' });
    expect(refusal.match(/KAFKA_BROKERS/g)).toHaveLength(1);
    for (const missing of [
      'DATABASE_URL',
      'CASEWIRE_INTERNAL_KEY',
      'CASEWIRE_ADMIN_KEY',
      'CASEWIRE_MASTER_KEYS',
    ]) {
      expect(refusal.split(missing)).toHaveLength(2);
    }
  });

  it('names the variable of a port that another program has', async () => {
    const port = Number(new URL(receiver.url).port);
    const refusal = await refusalOf({
      KAFKA_BROKERS: '127.0.0.1:1',
      DATABASE_URL: 'postgres://127.0.0.1:1/casewire',
      CASEWIRE_INTERNAL_KEY: 'x'.repeat(32),
      CASEWIRE_SERVICES: 'matching,history',
      CASEWIRE_HISTORY_PORT: String(port),
    });
    expect(refusal).toContain(`port ${port} is in use: set CASEWIRE_HISTORY_PORT to a free one`);
  });
});

import { eventually } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, untilRetrying } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const MAX_EVENT_BYTES = 8_192;

const system = useSystem({ CASEWIRE_MAX_EVENT_BYTES: String(MAX_EVENT_BYTES) });
const receiver = useReceiver({ respond: ({ url }) => ({ status: url === '/failing' ? 500 : 200 }) });

/** An event whose JSON text has exactly so many bytes. */
function eventOf(tenantId: string, bytes: number): Record<string, unknown> {
  const event = workflowEvent(tenantId);
  const filled = (filling: string) => ({ ...event, data: workflowData({ context: { filling } }) });
  return filled('x'.repeat(bytes - JSON.stringify(filled('')).length));
}

/** The requests for one path that have come so far. */
function requestsFor(path: string): number {
  return receiver.requests.filter(({ url }) => url === path).length;
}

describe('a system for small events', () => {
  it('delivers the largest one that it is configured for, in every format', async () => {
    const tenant = await system.createTenant();
    const formats = ['native', 'standard', 'cloudevents', 'cloudevents-binary'];
    for (const format of formats) await tenant.createWebhook({ url: `${receiver.url}/${format}`, format });
    await system.upstream.publish([eventOf(tenant.id, MAX_EVENT_BYTES)]);
    await eventually(() => {
      expect(formats.map((format) => requestsFor(`/${format}`))).toEqual([1, 1, 1, 1]);
    });
  });
});

describe('an invocation', () => {
  it('is sent once where twenty ask at once to send it again', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/failing`, retry: 'none' });
    await system.upstream.publish([workflowEvent(tenant.id)]);
    const failed = () =>
      eventually(async () => {
        const [invocation] = await readHistory(tenant.api, { status: 'failed' });
        if (invocation === undefined) throw new Error('it has not failed yet');
        return invocation;
      });
    const { id } = await failed();
    const before = requestsFor('/failing');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => tenant.api.post<{ code?: string }>(`/v1/invocations/${id}/retry`)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'invalid-state')).toHaveLength(19);
    await eventually(async () => {
      expect((await failed()).attempts).toBe(2);
    });
    expect(requestsFor('/failing')).toBe(before + 1);
  });

  it('of a webhook that has expired is sent no more, neither by its schedule nor by hand', async () => {
    const tenant = await system.createTenant();
    const expiresAt = new Date(Date.now() + 3_000).toISOString();
    const webhook = { url: `${receiver.url}/failing`, retry: { delaysSeconds: [4, 4] }, expiresAt };
    await tenant.createWebhook(webhook);
    await system.upstream.publish([workflowEvent(tenant.id)]);
    const [{ id } = { id: '' }] = await untilRetrying(tenant.api);
    const ended = (attempts: number) =>
      eventually(async () => {
        const { body } = await tenant.api.get(`/v1/invocations/${id}`);
        expect(body).toMatchObject({ status: 'failed', reason: 'webhook-expired', attempts });
      });
    await ended(1);
    expect((await tenant.api.post(`/v1/invocations/${id}/retry`)).status).toBe(202);
    await ended(1);
  });
});

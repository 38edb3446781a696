import { describe, expect, it } from '@jest/globals';
import type { AttentionItem } from '../api/types.ts';
import { thingToOpen } from './thing-to-open.ts';

const id = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';

type Item = Pick<AttentionItem, 'kind' | 'subject' | 'action'>;

function itemOf(kind: Item['kind'], count: number, request = `GET /v1/webhooks/${id}/health`): Item {
  const [method, path] = request.split(' ') as [Item['action']['method'], string];
  const isOfWebhook = kind !== 'events-rejected';
  return {
    kind,
    subject: {
      ...{ tenantId: 'acme', environment: 'sandbox', name: null, host: null, count },
      webhookId: isOfWebhook ? id : null,
    },
    action: { method, path, body: null },
  };
}

describe('what the operator opens', () => {
  it.each([
    ['failing', `webhooks/${id}`],
    ['receiver-gone', `webhooks/${id}`],
    ['receiver-unavailable', `webhooks/${id}`],
    ['paused-after-failures', `webhooks/${id}`],
    ['backlog-held', `webhooks/${id}`],
  ] as const)('is the webhook itself where one is %s', (kind, path) => {
    expect(thingToOpen(itemOf(kind, 1))).toEqual({ path, search: {} });
  });

  it.each([
    ['failing', { health: 'failing' }],
    ['receiver-gone', { status: 'disabled' }],
    ['receiver-unavailable', { health: 'unavailable' }],
    ['paused-after-failures', { health: 'paused' }],
    ['backlog-held', { status: 'paused' }],
  ] as const)('is the list of webhooks where several are %s', (kind, search) => {
    expect(thingToOpen(itemOf(kind, 3))).toEqual({ path: 'webhooks', search });
  });

  it('is the webhook also where a probe of it is what mends it', () => {
    const item = itemOf('receiver-unavailable', 1, `POST /v1/invocations/${id}/retry`);
    expect(thingToOpen(item).path).toBe(`webhooks/${id}`);
  });

  it.each([
    [1, `rejected/${id}`],
    [2, 'rejected'],
  ])('of %d rejected events is %s', (count, path) => {
    const item = itemOf('events-rejected', count, `GET /v1/rejected-events/${id}`);
    expect(thingToOpen(item)).toEqual({ path, search: {} });
  });

  it('is the delivery that blocks, however many subjects are blocked', () => {
    const item = itemOf('subjects-blocked', 2, `POST /v1/invocations/${id}/retry`);
    expect(thingToOpen(item).path).toBe(`invocations/${id}`);
  });

  it.each([
    ['POST', `failures/${id}`, `/v1/failures/${id}/retry`],
    ['GET', 'failures', '/v1/something'],
  ])('is the group of what has failed, if %s tells its id: %s', (method, path, mends) => {
    expect(thingToOpen(itemOf('invocations-failed', 7, `${method} ${mends}`))).toEqual({ path, search: {} });
  });

  it('is the overview where the request that mends it is a new one', () => {
    const item = itemOf('subjects-blocked', 1, 'GET /v1/something');
    expect(thingToOpen(item)).toEqual({ path: '', search: {} });
  });
});

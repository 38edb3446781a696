import { findMatchingWebhooks } from '@casewire/subscription-store';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { createTenant, useSubscriptions } from './subscriptions.fixture.ts';

interface Webhook {
  readonly id: string;
  readonly events: readonly string[];
}
interface Refusal {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

const url = 'https://receiver.example/hook';
const mapping = { transformer: 'jmespath', mapping: '{success_result: @}' };

const { database, service } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));

describe('what a webhook wants of the content of events', () => {
  it('is kept as it was given, a transform as a list of one, and reaches the next match', async () => {
    const content = {
      name: 'backend_update_webhook',
      method: 'POST',
      stateNames: ['calculate_risk', 'collection_flow'],
      request: { transform: mapping },
    };
    const { status, body } = await acme.post<Webhook>('/v1/webhooks', { url, ...content });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...content, request: { transform: [mapping] }, filter: null });
    expect(body.events).toEqual(expect.arrayContaining(['workflow.state.changed']));
    const event = { tenantId: 'acme', environment: 'sandbox', type: 'workflow.state.changed' } as const;
    expect(await findMatchingWebhooks(pool, [event])).toMatchObject([
      [{ webhookId: body.id, stateNames: content.stateNames, transform: [mapping], filter: null }],
    ]);
  });

  it('can be changed, and taken back by null', async () => {
    const { body } = await acme.post<Webhook>('/v1/webhooks', { url });
    const path = `/v1/webhooks/${body.id}`;
    const second = { transformer: 'jmespath', mapping: 'success_result' };
    const wanted = {
      filter: "data.a == 'b'",
      stateNames: ['approved'],
      request: { transform: [mapping, second] },
    };
    expect(await acme.patch(path, wanted)).toMatchObject({ status: 200, body: { ...wanted, events: ['*'] } });
    expect((await acme.get(path)).body).toMatchObject(wanted);
    const nothing = { filter: null, stateNames: null, request: null };
    expect(await acme.patch(path, nothing)).toMatchObject({ status: 200, body: nothing });
  });

  it.each<[string, string, object]>([
    ['filter', 'ends too early, at position 9', { filter: 'data.a ==' }],
    ['filter', 'no function', { filter: 'nope(data)' }],
    ['filter', 'at most 16384', { filter: `'${'a'.repeat(16_384)}'` }],
    ['request.transform.mapping', 'at position 2', { request: { transform: { ...mapping, mapping: 'a.' } } }],
    [
      'request.transform.1.mapping',
      'at position 2',
      { request: { transform: [mapping, { ...mapping, mapping: 'a b' }] } },
    ],
    ['request.transform', 'none or too many', { request: { transform: [] } }],
    ['request.transform', 'is neither', { request: { transform: { transformer: 'jsonata', mapping: '@' } } }],
    ['request.other', 'is not a known field', { request: { transform: mapping, other: 1 } }],
    ['stateNames', 'Too small', { stateNames: [] }],
    ['stateNames.0', 'contains the character NUL', { stateNames: ['a\u0000'] }],
    ['events.1', 'never tells a state', { stateNames: ['a'], events: ['workflow.*', 'workflow.completed'] }],
    ['format', 'is not for a webhook', { format: 'standard', request: { transform: mapping } }],
    ['format', 'hold {entity.id}, a part', { format: 'thin', url: `${url}/{secret.KEY}/{entity.id}` }],
    ['format', 'hold {entity.id}, a part', { format: 'thin', headers: { 'x-id': '{entity.id}' } }],
  ])('is refused by the field %s: %s', async (path, message, part) => {
    const refused = await acme.post<Refusal>('/v1/webhooks', { url, ...part });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path, message: expect.stringContaining(message) }] },
    });
  });
});

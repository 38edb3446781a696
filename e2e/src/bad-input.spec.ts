import { describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { nameOf, operationsOf, readApiDocument } from './support/api-document.ts';
import { apiOperations } from './support/api-operations.ts';
import { workflowData, workflowEvent } from './support/events.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({ CASEWIRE_MAX_EVENT_BYTES: '64KiB' });
const receiver = useReceiver({ per: 'test' });
const tenant = useResource(() => system.createTenant());

const structured = { 'content-type': 'application/cloudevents+json' };

describe('a bad record on Kafka', () => {
  it('is rejected with a reason, and the good one behind it is delivered', async () => {
    await tenant.createWebhook({ url: receiver.url });
    const bad: [string | Buffer | null, Record<string, string | Buffer>, string][] = [
      ['{"id":', structured, 'invalid-json'],
      [null, structured, 'empty'],
      ['{}', { 'content-type': 'text/plain' }, 'unsupported-content-type'],
      ['{}', {}, 'unsupported-content-type'],
      [JSON.stringify({ ...workflowEvent(tenant.id), source: undefined }), structured, 'missing-attribute'],
      [JSON.stringify(workflowEvent(tenant.id, { id: 'a\u0000b' })), structured, 'invalid-attribute'],
      [
        Buffer.from(JSON.stringify(workflowEvent(tenant.id, { id: 'e\xff' })), 'latin1'),
        structured,
        'invalid-utf8',
      ],
      ['{}', { ce_specversion: '1.0', ce_id: Buffer.from([0xff]) }, 'invalid-utf8'],
      [JSON.stringify(workflowEvent(tenant.id, { type: 'nobody.knows' })), structured, 'unknown-event-type'],
      [JSON.stringify(workflowEvent('no-such-tenant')), structured, 'unknown-tenant'],
      [
        JSON.stringify(workflowEvent(tenant.id, { data: workflowData({ context: 'none' }) })),
        structured,
        'invalid-data',
      ],
      [
        JSON.stringify(workflowEvent(tenant.id, { workflowruntimeid: 'other' })),
        structured,
        'level-mismatch',
      ],
      [
        JSON.stringify(
          workflowEvent(tenant.id, { data: workflowData({ context: { big: 'x'.repeat(70_000) } }) }),
        ),
        structured,
        'too-large',
      ],
    ];
    for (const [value, headers] of bad) await system.upstream.publishRaw(value, headers);
    await system.upstream.publish([workflowEvent(tenant.id)]);
    await receiver.waitForCount(1);
    const expected = bad.map(([, , reason]) => reason).toSorted();
    await eventually(async () => {
      const { body } = await system.operator.get<{ data: { reason: string }[] }>(
        '/v1/rejected-events?limit=100',
      );
      expect(body.data.map(({ reason }) => reason).toSorted()).toEqual(expected);
    });
    const own = await tenant.api.get<{ data: { id: string; reason: string; path: string }[] }>(
      '/v1/rejected-events?limit=100',
    );
    expect(own.body.data.find(({ reason }) => reason === 'invalid-data')).toMatchObject({
      path: 'data/context',
    });
    expect(own.body.data.map(({ reason }) => reason)).not.toContain('unknown-tenant');
    const [first] = own.body.data;
    expect((await tenant.api.get(`/v1/rejected-events/${first?.id ?? ''}`)).status).toBe(200);
  });

  it('exactly at the size limit is accepted', async () => {
    const other = await system.createTenant();
    await other.createWebhook({ url: receiver.url });
    const event = (filler: string) =>
      JSON.stringify(
        workflowEvent(other.id, { id: 'at-limit', data: workflowData({ context: { filler } }) }),
      );
    const filler = 'x'.repeat(64 * 1024 - event('').length);
    await system.upstream.publishRaw(event(filler), structured);
    await receiver.waitForCount(1);
  });
});

describe('a bad request', () => {
  it.each<[string, string, string, unknown, number, object]>([
    [
      'a webhook without url',
      'POST',
      '/v1/webhooks',
      {},
      422,
      { code: 'validation-failed', errors: [{ path: 'url' }] },
    ],
    [
      'an unknown field',
      'POST',
      '/v1/webhooks',
      { url: 'http://127.0.0.1:9', colour: 1 },
      422,
      { errors: [{ path: 'colour' }] },
    ],
    [
      'a private target',
      'POST',
      '/v1/webhooks',
      { url: 'https://10.0.0.1/' },
      422,
      { errors: [{ path: 'url' }] },
    ],
    ['text that is not JSON', 'POST', '/v1/webhooks', '{"url":', 400, { code: 'malformed-body' }],
    [
      'NUL in a name',
      'POST',
      '/v1/webhooks',
      { url: 'http://127.0.0.1:9', name: 'a\u0000' },
      422,
      { errors: [{ path: 'name' }] },
    ],
    [
      'a limit beyond 100',
      'GET',
      '/v1/invocations?limit=101',
      undefined,
      400,
      { code: 'invalid-parameter', errors: [{ path: 'limit' }] },
    ],
    [
      'a cursor that is none',
      'GET',
      '/v1/invocations?after=x',
      undefined,
      400,
      { code: 'invalid-parameter' },
    ],
    [
      'an unknown cursor',
      'GET',
      '/v1/invocations?after=01935a3c-7c00-7000-8000-000000000001',
      undefined,
      404,
      { code: 'cursor-unknown' },
    ],
    ['an unknown path', 'GET', '/v1/nothing', undefined, 404, { code: 'not-found' }],
    [
      'an event that breaks its schema',
      'POST',
      '/v1/events',
      { specversion: '1.0', id: '1', source: 's', type: 'workflow.completed', data: {} },
      422,
      { code: 'event-rejected', errors: [{ path: expect.stringContaining('data/') }] },
    ],
  ])('with %s is answered %s %s', async (_what, method, path, body, status, problem) => {
    const answer =
      method === 'GET'
        ? await tenant.api.get(path)
        : await tenant.api.post(path, body, path === '/v1/events' ? structured : {});
    expect(answer).toMatchObject({ status, body: problem });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('of an unsupported content type is answered 415', async () => {
    expect(await tenant.api.post('/v1/events', 'x', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
    });
  });

  it('that is too large is answered 413', async () => {
    expect(
      await tenant.api.post('/v1/webhooks', JSON.stringify({ name: 'x'.repeat(130 * 1024) })),
    ).toMatchObject({ status: 413 });
  });

  it('with a stale If-Match is answered 412', async () => {
    const webhook = await tenant.createWebhook({ url: 'http://127.0.0.1:9/' });
    expect(
      (await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { name: 'new' }, { 'if-match': '"1"' })).status,
    ).toBe(200);
    expect(
      await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { name: 'newer' }, { 'if-match': '"1"' }),
    ).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed' },
    });
  });

  it('repeated with its Idempotency-Key gets the first answer', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await tenant.api.post<{ id: string }>(
      '/v1/webhooks',
      { url: 'http://127.0.0.1:9/' },
      headers,
    );
    expect(await tenant.api.post('/v1/webhooks', { url: 'http://127.0.0.1:9/' }, headers)).toMatchObject({
      status: 201,
      body: first.body,
    });
    expect(await tenant.api.post('/v1/webhooks', { url: 'http://127.0.0.1:8/' }, headers)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('may carry an Idempotency-Key wherever a POST changes something, but for sessions and for secrets that are kept nowhere', async () => {
    const posts = operationsOf(await readApiDocument(system.url)).filter(({ method }) => method === 'POST');
    const without = posts.filter(
      ({ operation }) => !operation.parameters?.some(({ name }) => name === 'Idempotency-Key'),
    );
    const keyless = Object.entries(apiOperations).filter(([, { isKeyless }]) => isKeyless === true);
    expect(without.map(nameOf).sort()).toEqual(keyless.map(([name]) => name).sort());
    expect(posts.length).toBeGreaterThan(3 * without.length);
  });
});

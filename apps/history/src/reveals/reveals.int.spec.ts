import { findEvent, insertRejectedEvents } from '@casewire/event-store';
import { timeOrderedUuid, uuidTimestampMs } from '@casewire/events';
import type { Identity } from '@casewire/identity';
import { createInspector, storeRequest } from '@casewire/inspector-store';
import { insertEvents, insertTenant } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { HistoryReader } from '../show-history/history-reader.ts';
import { InvocationsController } from '../show-history/invocations.controller.ts';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, body, deliveryOf, deliveryRecord } from '../testing/records.ts';
import { RevealsController } from './reveals.controller.ts';
import { Reveals } from './reveals.ts';

const NUMBER = 'X4729931';

const { pool } = useLedger();
const recorder = createRecorder(pool);
const callAs = useControllers({
  controllers: [InvocationsController, RevealsController],
  providers: [
    { provide: HistoryReader, useValue: new HistoryReader(pool) },
    { provide: Reveals, useValue: new Reveals(pool) },
  ],
});

const newId = () => timeOrderedUuid(Date.now(), randomBytes(10));
const base64 = (text: string) => Buffer.from(text).toString('base64');

const session: Partial<Identity> = { session: newId() };
const ids = { event: newId(), rejected: newId(), request: newId() };
const delivery = deliveryOf({ placeholders: { 'person.passport': NUMBER } });
const attempt = attemptOf({
  request: {
    method: 'POST',
    url: `https://a.example/${NUMBER}?no=${NUMBER}`,
    headers: { 'X-Person': NUMBER },
  },
  responseHeaders: { 'x-person': NUMBER },
  responseBody: `unknown: ${NUMBER}`,
});

beforeAll(async () => {
  await recorder.record(
    batchOf([deliveryRecord(delivery), attemptRecord(delivery, { kind: 'done' }, attempt)]),
  );
  const attributes = {
    ...{ id: 'e', source: '/s', type: 'claim.paid', time: '2026-01-01T00:00:00Z' },
    ...{ tenantid: 'acme', environment: 'sandbox' as const },
  };
  const event = { uid: ids.event, acceptedAt: uuidTimestampMs(ids.event), attributes };
  await insertEvents(pool, [{ ...event, data: Buffer.from(`{"no": "${NUMBER}"}`) }]);
  await insertRejectedEvents(pool, [
    {
      ...{ id: ids.rejected, tenantId: 'acme', environment: 'sandbox', reason: 'invalid-json', path: '' },
      ...{ message: 'is not JSON', origin: { topic: 't', partition: 0, offset: 1n }, key: null },
      ...{ headers: { 'x-person': NUMBER }, value: Buffer.from(NUMBER), truncated: false },
      rejectedAt: new Date(),
    },
  ]);
  await insertTenant(pool, 'acme');
  const inspector = {
    id: newId(),
    tenantId: 'acme',
    respond: { status: 200 },
    expiresAt: new Date(Date.now() + 60_000),
  };
  const client = await pool.connect();
  await createInspector(client, inspector as never, 5);
  client.release();
  const arrived = {
    ...{ id: ids.request, arrivedAt: new Date(), webhookId: newId(), invocationId: newId(), attempt: 1 },
    ...{ eventType: 'claim.paid', isFilled: false, method: 'POST', target: '/inspect/i?q' },
    ...{
      headers: [['a', 'b']] as const,
      body: Buffer.from(NUMBER),
      bodyBytes: 8,
      scheme: 'none',
      failure: null,
    },
    answered: 200,
  };
  await storeRequest(pool, inspector.id, arrived, 100);
});

interface Answer {
  readonly status: number;
  readonly json: { readonly code?: string; readonly errors?: readonly { readonly path: string }[] };
}

async function reveal(what: object, as: Partial<Identity> = session): Promise<Answer> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(what),
  };
  const response = await callAs('/v1/reveals', as, request);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return { status: response.status, json: (await response.json()) as Answer['json'] };
}

async function auditedResources(): Promise<string[]> {
  const { rows } = await pool.query<{ resource: string }>(
    `SELECT resource FROM audit.entries WHERE action = 'payload.revealed' ORDER BY id`,
  );
  return rows.map(({ resource }) => resource);
}

/** Each kind: what is asked for, what is shown, and how the audit names it. */
const things = () =>
  [
    [{ kind: 'event', id: ids.event }, { bodyBase64: base64(`{"no": "${NUMBER}"}`) }, `events/${ids.event}`],
    [
      { kind: 'rejected-event', id: ids.rejected },
      { bodyBase64: base64(NUMBER), headers: [{ name: 'x-person', value: NUMBER }] },
      `rejected-events/${ids.rejected}`,
    ],
    [
      { kind: 'invocation', id: delivery.invocationId },
      { bodyBase64: body.toString('base64') },
      `invocations/${delivery.invocationId}`,
    ],
    [
      { kind: 'attempt', id: delivery.invocationId, attempt: attempt.id },
      {
        bodyBase64: base64(`unknown: ${NUMBER}`),
        url: attempt.request.url,
        headers: [{ name: 'X-Person', value: NUMBER }],
        answerHeaders: [{ name: 'x-person', value: NUMBER }],
      },
      `invocations/${delivery.invocationId}/attempts/${attempt.id}`,
    ],
    [
      { kind: 'inspector-request', id: ids.request },
      { bodyBase64: base64(NUMBER), url: '/inspect/i?q', headers: [{ name: 'a', value: 'b' }] },
      `inspector-requests/${ids.request}`,
    ],
  ] as const;

describe('a reveal', () => {
  it('shows each kind of thing, and the audit names what was shown', async () => {
    for (const [what, shown, resource] of things()) {
      expect(await reveal(what)).toEqual({ status: 200, json: shown });
      expect((await auditedResources()).at(-1)).toBe(resource);
    }
  });

  it('finds nothing of another tenant or environment, and leaves no entry', async () => {
    const before = await auditedResources();
    for (const as of [{ tenantId: 'other' }, { environment: 'production' as const }]) {
      for (const [what] of things()) {
        const { status, json } = await reveal(what, as);
        expect([status, json.code]).toEqual([404, 'not-found']);
      }
    }
    expect((await reveal({ kind: 'attempt', id: delivery.invocationId, attempt: newId() })).status).toBe(404);
    expect(await auditedResources()).toEqual(before);
  });

  it('is refused without the scope, and for what is no such request', async () => {
    const [[event]] = things();
    expect(await reveal(event, { scopes: ['read', 'write', 'replay', 'secrets'] })).toMatchObject({
      status: 403,
      json: { code: 'missing-scope' },
    });
    for (const [what, path] of [
      [{ kind: 'webhook', id: ids.event }, 'kind'],
      [{ kind: 'event', id: 'x' }, 'id'],
      [{ kind: 'attempt', id: ids.event }, 'attempt'],
      [{ ...event, attempt: attempt.id }, 'attempt'],
    ] as const) {
      expect(await reveal(what)).toMatchObject({ status: 422, json: { errors: [{ path }] } });
    }
  });

  it("of the operator who names no tenant belongs to the record's tenant", async () => {
    const nobody = { tenantId: undefined, environment: undefined } as unknown as Partial<Identity>;
    const operator = { ...nobody, operator: true, actor: 'operator' };
    expect((await reveal({ kind: 'rejected-event', id: ids.rejected }, operator)).status).toBe(200);
    const { rows } = await pool.query<object>(
      `SELECT tenant_id, environment, actor FROM audit.entries ORDER BY id DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ tenant_id: 'acme', environment: 'sandbox', actor: 'operator' }]);
  });

  it('of a session of the operator in no view is for what no tenant has in its list', async () => {
    const nobody = { tenantId: undefined, environment: undefined } as unknown as Partial<Identity>;
    const operator = { ...nobody, ...session, operator: true, actor: 'operator' };
    const what = { kind: 'rejected-event', id: ids.rejected };
    expect(await reveal(what, operator)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    for (const unlisted of ["tenant_id = 'no-such-tenant'", 'tenant_id = NULL', 'environment = NULL']) {
      await pool.query(`UPDATE ingestion.rejected_events SET ${unlisted} WHERE id = $1`, [ids.rejected]);
      expect((await reveal(what, operator)).status).toBe(200);
      await pool.query(
        `UPDATE ingestion.rejected_events SET tenant_id = 'acme', environment = 'sandbox' WHERE id = $1`,
        [ids.rejected],
      );
    }
  });

  it('shows nothing where its entry cannot be stored', async () => {
    await pool.query('ALTER TABLE audit.entries RENAME TO away');
    try {
      for (const [what] of things()) {
        const { status, json } = await reveal(what);
        expect(status).toBe(500);
        expect(JSON.stringify(json)).not.toMatch(new RegExp(`${NUMBER}|${base64(NUMBER).slice(0, -2)}`));
      }
    } finally {
      await pool.query('ALTER TABLE audit.away RENAME TO entries');
    }
    expect(await findEvent(pool, { tenantId: 'acme', environment: 'sandbox' }, ids.event)).toBeDefined();
  });
});

describe('an attempt', () => {
  it.each<[string, Partial<Identity>]>([
    ['a session', session],
    ['a key without the scope payloads', { scopes: ['read'] }],
  ])('shows %s neither query nor answer, nor what placeholders were filled with', async (_who, as) => {
    const response = await callAs(`/v1/invocations/${delivery.invocationId}/attempts`, as);
    const { data } = (await response.json()) as { data: Record<string, unknown>[] };
    const { responseBody: _body, responseHeaders: _headers, request: _request, ...rest } = attempt;
    expect(data).toEqual([
      {
        ...rest,
        request: {
          method: 'POST',
          url: 'https://a.example/[hidden]?[hidden]',
          headers: { 'X-Person': '[hidden]' },
        },
        startedAt: new Date(attempt.startedAt).toISOString(),
        next: { kind: 'done' },
        hidden: ['request', 'answer'],
      },
    ]);
  });

  it('shows a key with the scope all of it', async () => {
    const response = await callAs(`/v1/invocations/${delivery.invocationId}/attempts`);
    expect(await response.json()).toMatchObject({
      data: [{ request: attempt.request, responseBody: attempt.responseBody }],
    });
  });
});

import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dataspikeHistoryApi } from '../dataspike-history/dataspike-history-api.ts';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord } from '../testing/records.ts';
import { HistoryReader } from './history-reader.ts';
import { InvocationsController } from './invocations.controller.ts';

const { pool } = useLedger();
const dataspike = dataspikeHistoryApi(pool);
const callAs = useControllers({
  controllers: [InvocationsController, ...dataspike.controllers],
  providers: [{ provide: HistoryReader, useValue: new HistoryReader(pool) }, ...dataspike.providers],
});

const delivery = deliveryOf({ family: 'dataspike', eventType: 'DOCVER' });
const attempt = attemptOf();
const id = delivery.invocationId;

beforeAll(async () => {
  await createRecorder(pool).record(
    batchOf([deliveryRecord(delivery), attemptRecord(delivery, { kind: 'done' }, attempt)]),
  );
});

async function call(path: string): Promise<{ status: number; json: Readonly<Record<string, unknown>> }> {
  const answer = await callAs(path);
  return { status: answer.status, json: (await answer.json()) as Readonly<Record<string, unknown>> };
}

const instants = fc.constantFrom('infinity', '-infinity', '0001-01-01 BC', '294276-01-01', '2026-01-01');

/** JSON that a column holds and no version of history writes. */
const oddJson = fc.oneof(
  fc.constantFrom('null', '5', '"text"', '[]', '{}', '{"content-type":7}', '{"kind":"later","at":"soon"}'),
  fc.constantFrom('{"content-type":"\\u0000"}', '{"event-time":"\\ud800"}', '{"kind":"retry","at":1e99}'),
  fc.json(),
);

const oddBytes = fc.option(
  fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        '',
        'null',
        '{"amount":1.50}',
        '{"a":NaN}',
        `{"id":"${id}","payload":}`,
        '['.repeat(20_000),
      )
      .map((text) => Buffer.from(text)),
  ),
);

const oddText = fc.constantFrom('', 'of another version', '\u{202e}', 'x'.repeat(2_000));

const oddInvocation = fc.record({
  accepted_at: instants,
  recorded_at: instants,
  ended_at: fc.option(instants),
  last_attempt_at: fc.option(instants),
  due_at: fc.option(instants),
  headers: oddJson,
  body: oddBytes,
  status: fc.constantFrom('pending', 'delivered', 'of another version'),
  release_state: fc.option(fc.constantFrom('scheduled', 'held-by-webhook', 'of another version')),
  reason: fc.option(oddText),
  held_by: fc.option(oddText),
  notes: fc.option(oddJson),
  subject: fc.option(oddText),
  response_code: fc.option(fc.constantFrom(-1, 0, 99_999)),
});

const oddAttempt = fc.record({
  started_at: instants,
  duration_ms: fc.constantFrom('NaN', 'Infinity', '0'),
  outcome: oddText,
  request: oddJson,
  response_headers: fc.option(oddJson),
  response_body: fc.option(oddText),
  next: oddJson,
});

async function store(table: string, key: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const assignments = Object.keys(row).map((column, index) => `${column} = $${index + 2}`);
  await pool.query(`UPDATE ${table} SET ${assignments.join(', ')} WHERE ${key} = $1`, [
    id,
    ...Object.values(row),
  ]);
}

describe('a stored row', () => {
  it('makes no page and no answer fail, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(oddInvocation, oddAttempt, async (invocation, stored) => {
        await store('history.invocations', 'id', invocation);
        await store('history.attempts', 'invocation_id', stored);
        const item = await call(`/v1/invocations/${id}`);
        const page = await call('/v1/invocations');
        const attempts = await call(`/v1/invocations/${id}/attempts`);
        const history = await call('/api/v3/notifications/webhook/history');
        expect([item, page, attempts, history].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect(item.json).toMatchObject({ id, payloadBase64: invocation.body?.toString('base64') ?? null });
        expect(page.json).toMatchObject({ data: [{ id }] });
        expect(attempts.json).toMatchObject({ data: [{ id: attempt.id }] });
        expect(history.json).toMatchObject({ data: [{ id, webhook_id: 'wh-1' }] });
      }),
      { numRuns: 100 },
    );
  });

  it('says what cannot be shown of it', async () => {
    await store('history.invocations', 'id', {
      accepted_at: 'infinity',
      recorded_at: '2026-01-01',
      ended_at: null,
      last_attempt_at: null,
      due_at: null,
      notes: '{}',
    });
    await store('history.attempts', 'invocation_id', { started_at: '2026-01-01', next: 'null' });
    expect((await call(`/v1/invocations/${id}`)).json).toMatchObject({
      id,
      createdAt: null,
      notes: null,
      problems: [
        { path: 'createdAt', message: 'is stored as Infinity, which is no instant' },
        { path: 'notes', message: 'is stored as something else than a list' },
      ],
    });
    expect((await call(`/v1/invocations/${id}/attempts`)).json).toMatchObject({
      data: [
        { id: attempt.id, startedAt: '2026-01-01T00:00:00.000Z', next: null, problems: [{ path: 'next' }] },
      ],
    });
  });
});

import { uuidTimestampMs } from '@casewire/events';
import { IdempotencyStore } from '@casewire/idempotency';
import type { Identity } from '@casewire/identity';
import { removeOldDays } from '@casewire/invocation-ledger';
import { insertEvents } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { ChangeInvocationsController } from '../change-invocations/change-invocations.controller.ts';
import { createIdempotencyStore, InvocationChanger } from '../change-invocations/invocation-changer.ts';
import { breakerLimits, createRecorder } from '../testing/history.fixture.ts';
import {
  attemptOf,
  attemptRecord,
  batchOf,
  body,
  deliveryOf,
  deliveryRecord,
  orderedRecord,
} from '../testing/records.ts';
import { HistoryReader } from './history-reader.ts';
import { InvocationsController } from './invocations.controller.ts';

const DAY_MS = 86_400_000;

const { pool } = useLedger();
const recorder = createRecorder(pool, { retentionDays: 1_000 });
const callAs = useControllers({
  controllers: [InvocationsController, ChangeInvocationsController],
  providers: [
    { provide: HistoryReader, useValue: new HistoryReader(pool) },
    { provide: InvocationChanger, useValue: new InvocationChanger(breakerLimits, () => undefined) },
    { provide: IdempotencyStore, useValue: createIdempotencyStore(pool) },
  ],
});

/** The parts of an answer that the specs look at. */
interface Document {
  readonly code?: string;
  readonly errors?: readonly { readonly path: string }[];
  readonly data?: readonly { readonly id: string }[];
  readonly hasNext?: boolean;
  readonly oldest?: string;
  readonly reason?: string | null;
  readonly nextAttemptAt?: string | null;
}

interface Answer {
  readonly status: number;
  readonly json: Document;
}

interface Call {
  readonly method?: string;
  readonly as?: Partial<Identity>;
  readonly headers?: Record<string, string>;
}

async function call(path: string, { as, ...request }: Call = {}): Promise<Answer> {
  const response = await callAs(`/v1/invocations${path}`, as, request);
  return { status: response.status, json: (await response.json()) as Document };
}

const post = (path: string, options: Call = {}) => call(path, { ...options, method: 'POST' });

async function record(...records: Parameters<typeof batchOf>[0]): Promise<void> {
  await recorder.record(batchOf(records));
}

/** Invocations of a webhook of its own, in the order of their `seq`. */
async function listed(webhookId: string, count: number): Promise<string[]> {
  const deliveries = Array.from({ length: count }, () => deliveryOf({ webhookId }));
  await record(...deliveries.map(deliveryRecord));
  return deliveries.map(({ invocationId }) => invocationId);
}

/** Stores events of the tenant that have a correlation id. */
async function correlate(uids: readonly string[], correlationid: string): Promise<void> {
  const attributes = {
    ...{ id: 'evt', source: '/s', type: 'claim.paid', time: '2026-01-01T00:00:00Z' },
    ...{ tenantid: 'acme', environment: 'sandbox' as const, correlationid },
  };
  const event = { attributes, data: Buffer.from('{}') };
  await insertEvents(
    pool,
    uids.map((uid) => ({ ...event, uid, acceptedAt: uuidTimestampMs(uid) })),
  );
}

const idsOf = (answer: Answer): string[] => (answer.json.data ?? []).map(({ id }) => id);

describe('an invocation', () => {
  it('is shown in full', async () => {
    const delivery = deliveryOf();
    const attempt = attemptOf({ outcome: 'rejected', responseCode: 503, responseBody: 'busy' });
    const at = attempt.startedAt + 60_000;
    const next = { kind: 'retry', at, maxAttempts: 11, requestedSeconds: 60 } as const;
    await record(deliveryRecord(delivery), attemptRecord(delivery, next, attempt));
    const shown = await call(`/${delivery.invocationId}`);
    expect(shown).toEqual({
      status: 200,
      json: {
        id: delivery.invocationId,
        webhookId: 'wh-1',
        eventUid: delivery.eventUid,
        eventId: 'evt-1',
        eventSource: '/workflows',
        eventType: 'workflow.completed',
        subject: 'run-1',
        environment: 'sandbox',
        isSandbox: true,
        status: 'retrying',
        reason: null,
        blocking: false,
        attempts: 1,
        responseCode: 503,
        createdAt: new Date(delivery.acceptedAt).toISOString(),
        recordedAt: expect.stringMatching(/^20.*Z$/),
        lastAttemptAt: new Date(attempt.startedAt).toISOString(),
        endedAt: null,
        nextAttemptAt: new Date(at).toISOString(),
        heldBy: null,
        copyOf: null,
        notes: [],
        why: expect.stringMatching(
          /^attempt 1 of 11 failed with 503; the receiver asked for 60 s; next at .*\d\d:\d\d:\d\d UTC$/,
        ),
        contentType: 'application/json',
        payload: { id: '1', amount: 1.5 },
        payloadBase64: body.toString('base64'),
      },
    });
    const attempts = await call(`/${delivery.invocationId}/attempts`);
    expect(attempts.json).toEqual({
      data: [
        {
          ...attempt,
          startedAt: new Date(attempt.startedAt).toISOString(),
          next: { kind: 'retry', at: new Date(at).toISOString() },
        },
      ],
      hasNext: false,
    });
  });

  it('says in words why an attempt got no answer', async () => {
    const delivery = deliveryOf();
    const error = 'the receiver refused the connection';
    const unanswered = attemptOf({ outcome: 'connection-error', responseCode: undefined, error });
    const next = { kind: 'give-up', reason: 'retries-exhausted', maxAttempts: 1 } as const;
    await record(deliveryRecord(delivery), attemptRecord(delivery, next, unanswered));
    const shown = await call(`/${delivery.invocationId}`);
    expect(shown.json).toMatchObject({
      why: `attempt 1 of 1 failed: ${error}; the retry policy allows no more attempts`,
    });
  });

  it('shows its payload only to a key that may see payloads', async () => {
    const delivery = deliveryOf();
    await record(deliveryRecord(delivery));
    const shown = await call(`/${delivery.invocationId}`, { as: { scopes: ['read'] } });
    expect(shown.json).not.toHaveProperty('payload');
    expect(shown.json).not.toHaveProperty('payloadBase64');
  });

  it('does not exist for another tenant or environment, nor for a key without the scope', async () => {
    const delivery = deliveryOf();
    await record(deliveryRecord(delivery));
    const path = `/${delivery.invocationId}`;
    for (const as of [{ tenantId: 'other' }, { environment: 'production' as const }]) {
      for (const answer of [
        await call(path, { as }),
        await call(`${path}/attempts`, { as }),
        await post(`${path}/retry`, { as }),
        await post(`${path}/cancel`, { as }),
      ]) {
        expect([answer.status, answer.json.code]).toEqual([404, 'not-found']);
      }
      const after = await call(`?after=${delivery.invocationId}`, { as });
      expect([after.status, after.json.code]).toEqual([404, 'cursor-unknown']);
    }
    expect((await call(path, { as: { scopes: ['write'] } })).status).toBe(403);
    expect((await post(`${path}/retry`, { as: { scopes: ['read'] } })).status).toBe(403);
    expect((await call('/not-an-id')).json.code).toBe('invalid-parameter');
  });
});

describe('a payload', () => {
  it('is shown as it is sent: its digits and its repeated names', async () => {
    const delivery = deliveryOf();
    const sent = '{"amount":1.50, "n":12345678901234567890, "big":1E400, "a":1, "a":2}';
    await record({ ...deliveryRecord(delivery), value: Buffer.from(sent) });
    const response = await callAs(`/v1/invocations/${delivery.invocationId}`);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.text()).toContain(`"payload":${sent},"payloadBase64":"`);
  });
});

describe('the attempts of an invocation', () => {
  it('are paged in both orders, also those that began in the same millisecond', async () => {
    const delivery = deliveryOf();
    const startedAt = Date.now();
    const attempts = Array.from({ length: 5 }, (_, index) =>
      attemptOf({ number: index + 1, startedAt: startedAt + Math.floor(index / 3) }),
    );
    await record(
      deliveryRecord(delivery),
      ...attempts.map((attempt, index) =>
        attemptRecord({ ...delivery, release: index + 1 }, { kind: 'retry', at: startedAt }, attempt),
      ),
    );
    const ids = attempts.map(({ id }) => id);
    const page = async (query: string) => {
      const answer = await call(`/${delivery.invocationId}/attempts?limit=2&${query}`);
      return [idsOf(answer).map((id) => ids.indexOf(id)), answer.json.hasNext];
    };
    expect(await page('')).toEqual([[0, 1], true]);
    expect(await page(`after=${ids[1]}`)).toEqual([[2, 3], true]);
    expect(await page(`after=${ids[3]}`)).toEqual([[4], false]);
    expect(await page(`before=${ids[4]}`)).toEqual([[2, 3], true]);
    expect(await page('order=desc')).toEqual([[4, 3], true]);
    expect(await page(`order=desc&after=${ids[1]}`)).toEqual([[0], false]);
    const [other] = await listed('wh-of-others', 1);
    const unknown = await call(`/${other}/attempts?after=${ids[0]}`);
    expect([unknown.status, unknown.json.code]).toEqual([404, 'cursor-unknown']);
  });
});

describe('the list', () => {
  it('pages in both orders, after and before a cursor', async () => {
    const ids = await listed('01935a3c-7c00-7000-8000-0000000000a1', 7);
    const page = async (query: string) => {
      const answer = await call(`?webhook=01935a3c-7c00-7000-8000-0000000000a1&limit=3&${query}`);
      return [idsOf(answer).map((id) => ids.indexOf(id)), answer.json.hasNext];
    };
    expect(await page('')).toEqual([[6, 5, 4], true]);
    expect(await page(`after=${ids[4]}`)).toEqual([[3, 2, 1], true]);
    expect(await page(`after=${ids[1]}`)).toEqual([[0], false]);
    expect(await page(`before=${ids[2]}`)).toEqual([[5, 4, 3], true]);
    expect(await page(`before=${ids[6]}`)).toEqual([[], false]);
    expect(await page('order=asc')).toEqual([[0, 1, 2], true]);
    expect(await page(`order=asc&after=${ids[3]}`)).toEqual([[4, 5, 6], false]);
    expect(await page(`order=asc&before=${ids[5]}`)).toEqual([[2, 3, 4], true]);
  });

  it('has a filter for each of its columns', async () => {
    const webhookId = '01935a3c-7c00-7000-8000-0000000000a2';
    const acceptedAt = Date.now() - 3_600_000;
    const delivered = deliveryOf({ webhookId, eventId: 'evt-delivered', acceptedAt });
    const failed = deliveryOf({ webhookId, eventType: 'workflow.state.changed', subject: 'run-2' });
    const [waiting, held] = [deliveryOf({ webhookId }), deliveryOf({ webhookId })];
    const [pending, refused] = [deliveryOf({ webhookId }), deliveryOf({ webhookId })];
    const unanswered = attemptOf({ outcome: 'timeout', responseCode: undefined });
    await record(
      ...[delivered, failed, pending, refused].map(deliveryRecord),
      ...[waiting, held].map((each) => orderedRecord(each, { kind: 'ordered', orderingKey: 'k' })),
      attemptRecord(delivered, { kind: 'done' }, attemptOf()),
      attemptRecord(failed, { kind: 'give-up', reason: 'retries-exhausted' }, unanswered),
      attemptRecord(waiting, { kind: 'retry', at: Date.now() + 60_000 }, unanswered),
      attemptRecord(
        refused,
        { kind: 'retry', at: Date.now() + 60_000 },
        attemptOf({ outcome: 'rejected', responseCode: 503 }),
      ),
    );
    const named = Object.entries({ delivered, failed, waiting, held, pending, refused });
    const found = async (query: string) => {
      const ids = idsOf(await call(`?webhook=${webhookId}&order=asc&${query}`));
      return named.filter(([, { invocationId }]) => ids.includes(invocationId)).map(([name]) => name);
    };
    expect(await found('status=delivered')).toEqual(['delivered']);
    expect(await found('status=failed')).toEqual(['failed']);
    expect(await found('status=retrying')).toEqual(['waiting', 'refused']);
    expect(await found('status=held')).toEqual(['held']);
    expect(await found('status=pending')).toEqual(['pending']);
    expect(await found('status=cancelled')).toEqual([]);
    expect(await found('outcome=delivered')).toEqual(['delivered']);
    expect(await found('outcome=timeout')).toEqual(['failed', 'waiting']);
    expect(await found('outcome=rejected')).toEqual(['refused']);
    expect(await found('responseCode=200')).toEqual(['delivered']);
    expect(await found('responseCode=5xx')).toEqual(['refused']);
    expect(await found('responseCode=503')).toEqual(['refused']);
    expect(await found('responseCode=502')).toEqual([]);
    expect(await found('eventType=workflow.state.changed')).toEqual(['failed']);
    expect(await found('subject=run-2')).toEqual(['failed']);
    expect(await found('eventId=evt-delivered')).toEqual(['delivered']);
    expect(await found(`ids=${failed.invocationId},${held.invocationId.toUpperCase()}`)).toEqual([
      'failed',
      'held',
    ]);
    expect(await found('correlationId=trace-1')).toEqual([]);
    await correlate([failed.eventUid, waiting.eventUid], 'trace-1');
    expect(await found('correlationId=trace-1')).toEqual(['failed', 'waiting']);
    expect(await found('correlationId=trace-1&status=failed')).toEqual(['failed']);
    expect(await found(`until=${new Date(acceptedAt + 1).toISOString()}`)).toEqual(['delivered']);
    expect(await found(`until=${new Date(acceptedAt).toISOString()}`)).toEqual([]);
    expect(await found(`since=${new Date(acceptedAt + 1).toISOString()}&status=delivered`)).toEqual([]);
  });

  it('names every parameter that cannot be used', async () => {
    const answer = await call(
      '?limit=0&status=lost&since=yesterday&after=x&ids=1,&outcome=lost&responseCode=6xx&nope=1',
    );
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.map(({ path }) => path).sort()).toEqual([
      'after',
      'ids.0',
      'ids.1',
      'limit',
      'nope',
      'outcome',
      'responseCode',
      'since',
      'status',
    ]);
  });

  it('tells where to resume when retention has removed the cursor', async () => {
    const tenantId = 'with-retention';
    const old = deliveryOf({ tenantId, acceptedAt: Date.now() - 100 * DAY_MS });
    const kept = deliveryOf({ tenantId });
    await record(deliveryRecord(old), deliveryRecord(kept));
    await removeOldDays(pool, Date.now() - 90 * DAY_MS);
    const answer = await call(`?after=${old.invocationId}`, { as: { tenantId } });
    expect([answer.status, answer.json.code, answer.json.oldest]).toEqual([
      404,
      'cursor-expired',
      kept.invocationId,
    ]);
  });
});

/** Runs a PL/pgSQL statement wherever an answer is stored. */
async function whileAnswersMeet<T>(statement: string, work: () => Promise<T>): Promise<T> {
  await pool.query(`
    CREATE FUNCTION meet_answer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${statement}; RETURN NEW; END $$;
    CREATE TRIGGER meet_answer BEFORE INSERT OR UPDATE ON history.idempotency_keys
      FOR EACH ROW EXECUTE FUNCTION meet_answer()`);
  try {
    return await work();
  } finally {
    await pool.query('DROP FUNCTION meet_answer CASCADE');
  }
}

/** An invocation that has failed. */
async function failed(overrides: Parameters<typeof deliveryOf>[0] = {}): Promise<string> {
  const delivery = deliveryOf(overrides);
  const attempt = attemptOf();
  await record(
    deliveryRecord(delivery),
    attemptRecord(delivery, { kind: 'give-up', reason: 'retries-exhausted' }, attempt),
  );
  return delivery.invocationId;
}

describe('requests by hand', () => {
  it('of which twenty come at once schedule one retry, and the others say why they do not', async () => {
    const path = `/${await failed()}/retry`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(path)));
    const accepted = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 409);
    expect([accepted.length, refused.length]).toEqual([1, 19]);
    expect(new Set(refused.map(({ json }) => `${json.code} ${json.reason}`))).toEqual(
      new Set(['invalid-state just-asked']),
    );
  });

  it('do not retry what is about to be sent, nor what was asked for just now and has failed again', async () => {
    const delivery = deliveryOf();
    const giveUp = { kind: 'give-up', reason: 'retries-exhausted' } as const;
    await record(deliveryRecord(delivery), attemptRecord(delivery, giveUp, attemptOf()));
    const path = `/${delivery.invocationId}/retry`;
    const later = () =>
      pool.query(`UPDATE history.retries SET asked_at = asked_at - interval '2 s' WHERE invocation_id = $1`, [
        delivery.invocationId,
      ]);
    expect((await post(path)).status).toBe(202);
    await later();
    expect(await post(path)).toMatchObject({ status: 409, json: { code: 'invalid-state', reason: 'due' } });
    const again = { ...delivery, release: 2, attempt: 2 };
    await record(deliveryRecord(again), attemptRecord(again, giveUp, attemptOf({ number: 2 })));
    expect((await post(path)).status).toBe(202);
    await record(
      ...[{ ...delivery, release: 3, attempt: 3 }].flatMap((third) => [
        deliveryRecord(third),
        attemptRecord(third, giveUp, attemptOf({ number: 3 })),
      ]),
    );
    expect(await post(path)).toMatchObject({ status: 409, json: { reason: 'just-asked' } });
  });

  it('bring a retry forward that is not due yet', async () => {
    const delivery = deliveryOf();
    const attempt = attemptOf({ outcome: 'timeout' });
    await record(
      deliveryRecord(delivery),
      attemptRecord(delivery, { kind: 'retry', at: Date.now() + 60_000 }, attempt),
    );
    expect((await post(`/${delivery.invocationId}/retry`)).status).toBe(202);
  });

  it('do not retry what waits for another invocation, and name that one', async () => {
    const webhookId = 'wh-held';
    const [first, second] = [deliveryOf({ webhookId }), deliveryOf({ webhookId })];
    await record(
      ...[first, second].map((each) => orderedRecord(each, { kind: 'ordered', orderingKey: 'k' })),
    );
    expect(await post(`/${second.invocationId}/retry`)).toMatchObject({
      status: 409,
      json: { code: 'invalid-state', reason: 'held', holder: first.invocationId },
    });
  });

  it('retry an invocation that has ended, not one that is being sent', async () => {
    const delivery = deliveryOf();
    await record(deliveryRecord(delivery));
    const path = `/${delivery.invocationId}`;
    const early = await post(`${path}/retry`);
    expect([early.status, early.json.code]).toEqual([409, 'invalid-state']);
    const attempt = attemptOf();
    await record(attemptRecord(delivery, { kind: 'give-up', reason: 'retries-exhausted' }, attempt));
    expect((await call(path)).json).toMatchObject({ status: 'failed', reason: 'retries-exhausted' });
    const retried = await post(`${path}/retry`);
    expect(retried).toMatchObject({ status: 202, json: { status: 'retrying', reason: null } });
    expect(retried.json.nextAttemptAt).not.toBeNull();
  });

  it('cancel an invocation that has not ended, once', async () => {
    const delivery = deliveryOf();
    await record(deliveryRecord(delivery));
    const path = `/${delivery.invocationId}/cancel`;
    expect(await post(path)).toMatchObject({ status: 200, json: { status: 'cancelled' } });
    const again = await post(path);
    expect([again.status, again.json.code]).toEqual([409, 'invalid-state']);
    const { rows } = await pool.query('SELECT 1 FROM history.cancellations WHERE invocation_id = $1', [
      delivery.invocationId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('are answered once per Idempotency-Key', async () => {
    const delivery = deliveryOf();
    await record(deliveryRecord(delivery), attemptRecord(delivery, { kind: 'done' }, attemptOf()));
    const path = `/${delivery.invocationId}/cancel`;
    const headers = { 'idempotency-key': 'once' };
    const retryPath = `/${delivery.invocationId}/retry`;
    const first = await post(retryPath, { headers });
    expect(first.status).toBe(202);
    expect(await post(retryPath, { headers })).toEqual(first);
    expect((await post(path, { headers })).json.code).toBe('idempotency-key-reused');
  });

  it('change nothing where their answer cannot be stored', async () => {
    const delivery = deliveryOf();
    await record(
      deliveryRecord(delivery),
      attemptRecord(delivery, { kind: 'give-up', reason: 'retries-exhausted' }, attemptOf()),
    );
    const path = `/${delivery.invocationId}/retry`;
    const headers = { 'idempotency-key': 'not-stored' };
    const refused = await whileAnswersMeet(`RAISE EXCEPTION 'the process dies here'`, () =>
      post(path, { headers }),
    );
    expect(refused.status).toBe(500);
    expect((await call(`/${delivery.invocationId}`)).json).toMatchObject({ status: 'failed' });
    const carriedOut = await post(path, { headers });
    expect(carriedOut).toMatchObject({ status: 202, json: { status: 'retrying' } });
    expect(await post(path, { headers })).toEqual(carriedOut);
  });

  it('are answered once where their transaction begins again', async () => {
    const delivery = deliveryOf();
    await record(deliveryRecord(delivery));
    await pool.query('CREATE SEQUENCE tries');
    const path = `/${delivery.invocationId}/cancel`;
    const headers = { 'idempotency-key': 'begun-again' };
    const firstTryFails = `IF nextval('tries') = 1 THEN RAISE EXCEPTION USING ERRCODE = '40P01'; END IF`;
    const carriedOut = await whileAnswersMeet(firstTryFails, () => post(path, { headers }));
    expect(carriedOut).toMatchObject({ status: 200, json: { status: 'cancelled' } });
    expect(await post(path, { headers })).toEqual(carriedOut);
    const { rows } = await pool.query('SELECT last_value::int AS tries FROM tries');
    expect(rows).toEqual([{ tries: 2 }]);
  });

  it('do not retry an invocation that matching could not render', async () => {
    const delivery = deliveryOf();
    await record(orderedRecord(delivery, { kind: 'failed', reason: 'body-too-large' }));
    const path = `/${delivery.invocationId}`;
    expect((await call(path)).json).toMatchObject({
      status: 'failed',
      reason: 'body-too-large',
      payload: null,
    });
    expect((await post(`${path}/retry`)).status).toBe(409);
  });
});

import { randomUUID } from 'node:crypto';
import { encodeDeliveryHeaders, type DeliveryMetadata } from '@casewire/events';
import type { Identity } from '@casewire/identity';
import { removeOldDays } from '@casewire/invocation-ledger';
import { insertTenant, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, recordOf } from '../testing/records.ts';
import { dataspikeHistoryApi } from './dataspike-history-api.ts';

const DAY_MS = 86_400_000;
const payload = '{"applicant_id":"a","score":1.50}';

const { pool } = useLedger();
const recorder = createRecorder(pool, { retentionDays: 1_000 });
const callAs = useControllers(dataspikeHistoryApi(pool));

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  await insertTenant(pool, 'other');
});

interface Item {
  readonly id: string;
  readonly webhook_id: string;
}
interface Document {
  readonly data: readonly Item[];
  readonly has_next: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly oldest?: string | null;
}
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Document;
}

async function history(query = '', as: Partial<Identity> = {}): Promise<Answer> {
  const answer = await callAs(`/api/v3/notifications/webhook/history${query}`, {
    scopes: ['payloads'],
    ...as,
  });
  const text = await answer.text();
  return { status: answer.status, text, json: JSON.parse(text) as Document };
}

function createWebhook(tenantId = 'acme', deletedAt: Date | null = null): Promise<string> {
  return insertWebhook(pool, { tenantId, deletedAt });
}

function verification(overrides: Partial<DeliveryMetadata> = {}): DeliveryMetadata {
  return deliveryOf({
    family: 'dataspike',
    eventType: 'DOCVER',
    eventTime: '2022-09-08T22:25:40.636658+02:00',
    ...overrides,
  });
}

function sent(delivery: DeliveryMetadata, shown = payload) {
  const body = `{"id":"${delivery.invocationId}","webhook_id":"w","event_type":"DOCVER","payload":${shown},"timestamp":"t"}`;
  return recordOf('deliveries.v1', delivery.webhookId, encodeDeliveryHeaders(delivery), Buffer.from(body));
}

async function record(...records: Parameters<typeof batchOf>[0]): Promise<void> {
  await recorder.record(batchOf(records));
}

async function listed(webhookId: string, count: number): Promise<string[]> {
  const deliveries = Array.from({ length: count }, () => verification({ webhookId }));
  await record(...deliveries.map((delivery) => sent(delivery)));
  return deliveries.map(({ invocationId }) => invocationId);
}

describe('the notification history', () => {
  it('shows an invocation as it was sent, its number spelled as upstream spelled it', async () => {
    const webhookId = await createWebhook();
    const delivery = verification({ webhookId });
    const attempt = attemptOf({ outcome: 'rejected', responseCode: 503 });
    const at = Date.now() + 60_000;
    await record(sent(delivery), attemptRecord(delivery, { kind: 'retry', at }, attempt));
    const answer = await history(`?webhook=${webhookId}`);
    const lastAttemptAt = new Date(attempt.startedAt).toISOString();
    expect(answer.text).toBe(
      `{"data":[{"id":"${delivery.invocationId}","webhook_id":"${webhookId}","event_type":"DOCVER",` +
        `"payload":${payload},"timestamp":"2022-09-08T20:25:40.636658Z","is_sandbox":true,"attempts":1,` +
        `"last_attempt_at":"${lastAttemptAt}"}],"has_next":false}`,
    );
    const second = attemptOf({ number: 2, outcome: 'timeout' });
    const { responseCode: _, ...unanswered } = second;
    const again = { ...delivery, release: 2, attempt: 2 };
    await record(attemptRecord(again, { kind: 'give-up', reason: 'retries-exhausted' }, unanswered));
    expect((await history(`?webhook=${webhookId}`)).json.data).toMatchObject([
      { attempts: 2, response_code: 599 },
    ]);
  });

  it('pages upwards, ten at a time unless asked for more', async () => {
    const webhook = await createWebhook();
    const ids = await listed(webhook, 12);
    const page = async (query: string) => {
      const { json } = await history(`?webhook=${webhook}${query}`);
      return [json.data.map(({ id }) => ids.indexOf(id)), json.has_next];
    };
    expect(await page('')).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], true]);
    expect(await page(`&after=${ids[9]}`)).toEqual([[10, 11], false]);
    expect(await page(`&after=${ids[11]}`)).toEqual([[], false]);
    expect(await page('&limit=100')).toEqual([ids.map((_, index) => index), false]);
  });

  it('ends a page early that would be too large, and goes on from there', async () => {
    const webhookId = await createWebhook();
    const large = JSON.stringify({ applicant_id: 'a', image: 'x'.repeat(9 * 1024 * 1024) });
    const deliveries = Array.from({ length: 3 }, () => verification({ webhookId }));
    for (const delivery of deliveries) await record(sent(delivery, large));
    const first = (await history(`?webhook=${webhookId}`)).json;
    expect([first.data.length, first.has_next]).toEqual([2, true]);
    const rest = (await history(`?webhook=${webhookId}&after=${first.data[1]?.id}`)).json;
    expect([rest.data.map(({ id }) => id), rest.has_next]).toEqual([[deliveries[2]?.invocationId], false]);
  });

  it('shows invocations of its family alone', async () => {
    const webhookId = await createWebhook();
    const other = deliveryOf({ webhookId });
    const own = verification({ webhookId });
    await record(sent(other), sent(own));
    expect((await history(`?webhook=${webhookId}`)).json.data.map(({ id }) => id)).toEqual([
      own.invocationId,
    ]);
  });

  it('outlives its webhook, and is empty for one that was sent nothing', async () => {
    const deleted = await createWebhook('acme', new Date());
    await listed(deleted, 1);
    expect((await history(`?webhook=${deleted}`)).json.data).toHaveLength(1);
    expect((await history(`?webhook=${await createWebhook()}`)).json).toEqual({ data: [], has_next: false });
  });

  it('answers 404 for what does not exist and for what is of another tenant or environment', async () => {
    const webhook = await createWebhook();
    const [id = ''] = await listed(webhook, 1);
    const unknown = randomUUID();
    expect(await history(`?webhook=${unknown}`)).toMatchObject({
      status: 404,
      json: { code: 'not-found', detail: `there is no webhook ${unknown}` },
    });
    expect(await history('?after=019ac000-0000-7000-8000-00000000000a')).toMatchObject({
      status: 404,
      json: {
        code: 'cursor-unknown',
        detail: expect.stringContaining('019ac000-0000-7000-8000-00000000000a'),
      },
    });
    for (const as of [{ tenantId: 'other' }, { environment: 'production' as const }]) {
      for (const [query, code] of [
        [`?webhook=${webhook}`, 'not-found'],
        [`?after=${id}`, 'cursor-unknown'],
      ]) {
        expect(await history(query, as)).toMatchObject({ status: 404, json: { code } });
      }
    }
  });

  it.each(['?after=x', '?webhook=x', '?limit=0', '?limit=101', '?limit=ten', '?order=desc'])(
    'refuses %s',
    async (query) => {
      expect(await history(query)).toMatchObject({ status: 400, json: { code: 'invalid-parameter' } });
    },
  );

  it('needs the scope to see payloads', async () => {
    expect(await history('', { scopes: ['read'] })).toMatchObject({ status: 403 });
  });

  it('names the oldest invocation that is kept of its family and the webhook', async () => {
    const as = { tenantId: 'other' };
    const webhookId = await createWebhook('other');
    const tenantId = 'other';
    const old = verification({ tenantId, webhookId, acceptedAt: Date.now() - 100 * DAY_MS });
    const [foreign, elsewhere] = [deliveryOf({ tenantId, webhookId }), verification({ tenantId })];
    const kept = verification({ tenantId, webhookId });
    await record(...[old, foreign, elsewhere, kept].map((delivery) => sent(delivery)));
    await removeOldDays(pool, Date.now() - 90 * DAY_MS);
    expect(await history(`?webhook=${webhookId}&after=${old.invocationId}`, as)).toMatchObject({
      status: 404,
      json: { code: 'cursor-expired', oldest: kept.invocationId },
    });
    expect((await history(`?after=${old.invocationId}`, as)).json.oldest).toBe(elsewhere.invocationId);
  });
});

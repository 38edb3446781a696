import { insertTenant, insertWebhook } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { NextStep } from '@casewire/events';
import { findInvocation, followRates } from '@casewire/invocation-ledger';
import { loadDeliveryTargets } from '@casewire/subscription-store';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord } from '../testing/records.ts';

const { pool } = useLedger();
const recorder = createRecorder(pool);
const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

beforeAll(() => insertTenant(pool, 'acme'));

async function knownOf(webhookId: string) {
  const { webhooks } = await loadDeliveryTargets(pool, { webhookIds: [webhookId], invocationIds: [] });
  const target = webhooks.get(webhookId);
  return { startedAt: target?.lastStartedAt?.getTime(), dueAt: target?.latestDueAt?.getTime() };
}

/** As its owner has changed it some time ago. */
async function changeRate(webhookId: string, perSecond: number | null): Promise<void> {
  await pool.query(
    `UPDATE subscriptions.webhooks
        SET rate_limit_per_second = $2, updated_at = now() - interval '1 minute' WHERE id = $1`,
    [webhookId, perSecond],
  );
}

/** A delivery is started at an instant, or deferred until one. */
function started(webhookId: string, startedAt: number, rateLimited?: true) {
  const delivery = deliveryOf({ webhookId });
  const attempt = attemptOf({ startedAt });
  const about = rateLimited ? { rateLimited } : {};
  return [deliveryRecord(delivery), attemptRecord(delivery, { kind: 'done' }, attempt, about)];
}

function deferred(webhookId: string, at: number, reason: 'rate-limited' | 'lane-full') {
  const delivery = deliveryOf({ webhookId });
  const next: NextStep = { kind: 'defer', reason, at };
  return [deliveryRecord(delivery), attemptRecord(delivery, next)];
}

async function dueAtOf({ invocationId }: ReturnType<typeof deliveryOf>): Promise<number> {
  return (await findInvocation(pool, scope, invocationId))?.dueAt ?? NaN;
}

/** A webhook of which a delivery was started now, and others wait: two for its rate, and one for room. */
async function waitingForRate(rateLimitPerSecond: number) {
  const webhookId = await insertWebhook(pool, { tenantId: 'acme', rateLimitPerSecond });
  const now = Date.now();
  const limited = [now - 2, now - 1].map((acceptedAt) => deliveryOf({ webhookId, acceptedAt }));
  const crowded = deliveryOf({ webhookId });
  await recorder.record(
    batchOf([
      ...started(webhookId, now, true),
      ...[...limited, crowded].map(deliveryRecord),
      ...limited.map((delivery) =>
        attemptRecord(delivery, { kind: 'defer', reason: 'rate-limited', at: now + 50_000 }),
      ),
      attemptRecord(crowded, { kind: 'defer', reason: 'lane-full', at: now + 50_000 }),
    ]),
  );
  return { webhookId, now, crowded, dueTimes: () => Promise.all(limited.map(dueAtOf)) };
}

describe('the last start and the latest due time of a webhook that has a rate', () => {
  it('are kept for the process that has it next, whatever order their records come in', async () => {
    const webhookId = await insertWebhook(pool, { tenantId: 'acme', rateLimitPerSecond: 0.2 });
    const now = Date.now();
    await recorder.record(
      batchOf([
        ...started(webhookId, now + 5, true),
        ...started(webhookId, now, true),
        ...deferred(webhookId, now + 90_000, 'rate-limited'),
        ...deferred(webhookId, now + 60_000, 'rate-limited'),
      ]),
    );
    expect(await knownOf(webhookId)).toEqual({ startedAt: now + 5, dueAt: now + 90_000 });
    await recorder.record(
      batchOf([
        ...started(webhookId, now + 2, true),
        ...deferred(webhookId, now + 95_000, 'rate-limited'),
        ...deferred(webhookId, now + 99_000, 'lane-full'),
      ]),
    );
    expect(await knownOf(webhookId)).toEqual({ startedAt: now + 5, dueAt: now + 95_000 });
  });

  it('are not kept for a webhook that has none', async () => {
    const webhookId = await insertWebhook(pool, { tenantId: 'acme' });
    await recorder.record(batchOf(started(webhookId, Date.now())));
    const { rowCount } = await pool.query('SELECT 1 FROM history.webhook_rates WHERE webhook_id = $1', [
      webhookId,
    ]);
    expect([await knownOf(webhookId), rowCount]).toEqual([{}, 0]);
  });

  it('follow a rate that is changed, as what waits for it does one after the other, and end where it is taken away', async () => {
    const { webhookId, now, dueTimes } = await waitingForRate(1);
    await changeRate(webhookId, 0.01);
    expect(await followRates(pool)).toBe(2);
    expect(await dueTimes()).toEqual([now + 100_000, now + 200_000]);
    expect(await knownOf(webhookId)).toEqual({ startedAt: now, dueAt: now + 200_000 });
    expect(await followRates(pool)).toBe(0);
    await changeRate(webhookId, null);
    expect(await followRates(pool)).toBe(2);
    for (const dueAt of await dueTimes()) expect(dueAt).toBeLessThanOrEqual(Date.now());
    expect(await knownOf(webhookId)).toEqual({});
  });

  it('follow it once, where a process has ended before it noted that', async () => {
    const { webhookId, now, dueTimes } = await waitingForRate(1);
    await changeRate(webhookId, 0.01);
    for (let times = 1; times <= 2; times++) {
      expect(await followRates(pool)).toBe(2);
      expect(await dueTimes()).toEqual([now + 100_000, now + 200_000]);
      await pool.query('UPDATE history.webhook_rates SET per_second = 1 WHERE webhook_id = $1', [webhookId]);
    }
  });

  it('leave alone what waits for anything else than the rate', async () => {
    const { webhookId, crowded } = await waitingForRate(1);
    const before = await dueAtOf(crowded);
    await changeRate(webhookId, 10);
    await followRates(pool);
    expect(await dueAtOf(crowded)).toBe(before);
  });
});

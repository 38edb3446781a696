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

  it('follow a rate that is changed, as what waits for it does, and end where it is taken away', async () => {
    const webhookId = await insertWebhook(pool, { tenantId: 'acme', rateLimitPerSecond: 1 });
    const now = Date.now();
    const at = now + 100_000;
    const [limited, crowded] = [deliveryOf({ webhookId }), deliveryOf({ webhookId })] as const;
    await recorder.record(
      batchOf([
        ...[limited, crowded].map(deliveryRecord),
        attemptRecord(limited, { kind: 'defer', reason: 'rate-limited', at }),
        attemptRecord(crowded, { kind: 'defer', reason: 'lane-full', at }),
      ]),
    );
    const dueAt = async ({ invocationId }: typeof limited): Promise<number> =>
      (await findInvocation(pool, scope, invocationId))?.dueAt ?? NaN;
    await changeRate(webhookId, 10);
    expect(await followRates(pool)).toBe(1);
    for (const moved of [await dueAt(limited), (await knownOf(webhookId)).dueAt ?? NaN]) {
      expect(moved - now).toBeGreaterThanOrEqual(10_000);
      expect(moved - now).toBeLessThan(20_000);
    }
    expect(await dueAt(crowded)).toBe(at);
    expect(await followRates(pool)).toBe(0);
    await changeRate(webhookId, null);
    expect(await followRates(pool)).toBe(1);
    expect(await dueAt(limited)).toBeLessThanOrEqual(Date.now());
    expect(await knownOf(webhookId)).toEqual({});
  });
});

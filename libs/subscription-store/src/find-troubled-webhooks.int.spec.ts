import { inSeconds, insertTenant, insertWebhook } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { findTroubledWebhooks } from './find-troubled-webhooks.ts';

const { pool } = useDatabase({ per: 'test' });
beforeEach(() => insertTenant(pool, 'acme'));

type Given = Partial<Parameters<typeof insertWebhook>[1]>;

/** A webhook with a column of its state set, whose failures began so many minutes ago. */
async function insertTroubled(column: string, minutesAgo = 1, given: Given = {}): Promise<string> {
  const id = await insertWebhook(pool, { tenantId: 'acme', ...given });
  await pool.query(
    `INSERT INTO history.webhook_state (webhook_id, failing_since, ${column})
     VALUES ($1, now() - $2 * interval '1 minute', 1)`,
    [id, minutesAgo],
  );
  return id;
}

async function found(limit = 10): Promise<string[]> {
  return (await findTroubledWebhooks(pool, {}, limit)).map(({ id }) => id);
}

describe('findTroubledWebhooks', () => {
  it('finds the worst first, and of these what has lasted longest', async () => {
    const paused = await insertTroubled('pause');
    const failing = await insertTroubled('failure_run');
    const away = await insertTroubled('breaker');
    const awayLonger = await insertTroubled('breaker', 5);
    const pausedByCasewire = await insertTroubled('own_pause');
    const gone = await insertWebhook(pool, { tenantId: 'acme', status: 'disabled', statusReason: 'gone' });
    const order = [gone, pausedByCasewire, awayLonger, away, failing, paused];
    for (let limit = 1; limit <= order.length; limit++)
      expect(await found(limit)).toEqual(order.slice(0, limit));
  });

  it('leaves out what nobody can mend: expired webhooks, and those of tenants that are deleted', async () => {
    await insertTenant(pool, 'former');
    await pool.query(`UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = 'former'`);
    const gone = { status: 'disabled', statusReason: 'gone' } as const;
    for (const left of [{ tenantId: 'former' }, { tenantId: 'acme', expiresAt: inSeconds(-1) }]) {
      await insertTroubled('breaker', 1, left);
      await insertWebhook(pool, { ...left, ...gone });
    }
    const kept = await insertTroubled('breaker', 1, { expiresAt: inSeconds(60) });
    expect(await found()).toEqual([kept]);
  });
});

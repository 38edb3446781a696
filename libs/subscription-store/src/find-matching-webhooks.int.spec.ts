import { inSeconds, insertTenant, insertWebhook, insertWebhooks } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { findMatchingWebhooks, type EventToMatch } from './find-matching-webhooks.ts';

const { pool } = useDatabase();

function event(tenantId: string, part: Partial<EventToMatch> = {}): EventToMatch {
  return { tenantId, environment: 'sandbox', type: 'workflow.completed', ...part };
}

async function matchedIds(...events: EventToMatch[]): Promise<string[][]> {
  const matches = await findMatchingWebhooks(pool, events);
  return matches.map((candidates) => candidates.map(({ webhookId }) => webhookId).sort());
}

describe('findMatchingWebhooks', () => {
  it('adds the levels up', async () => {
    const tenantId = await insertTenant(pool, 'levels');
    const customer = await insertWebhook(pool, { tenantId });
    const definition = await insertWebhook(pool, { tenantId, definitionId: 'kyb' });
    const runtime = await insertWebhook(pool, { tenantId, definitionId: 'kyb', runtimeId: 'run-1' });

    expect(
      await matchedIds(
        event(tenantId),
        event(tenantId, { definitionId: 'kyb' }),
        event(tenantId, { definitionId: 'kyb', runtimeId: 'run-1' }),
        event(tenantId, { definitionId: 'kyc', runtimeId: 'run-2' }),
      ),
    ).toEqual([
      [customer],
      [customer, definition].sort(),
      [customer, definition, runtime].sort(),
      [customer],
    ]);
  });

  it("finds by exact type, by prefix and by star, and Casewire's own events only by exact type", async () => {
    const tenantId = await insertTenant(pool, 'patterns');
    const exact = await insertWebhook(pool, { tenantId, events: ['Finished Journey'] });
    const prefix = await insertWebhook(pool, { tenantId, events: ['workflow.*', 'DOCVER'] });
    const star = await insertWebhook(pool, { tenantId, events: ['*'] });
    const own = await insertWebhook(pool, { tenantId, events: ['casewire.webhook.failing'] });
    await insertWebhook(pool, { tenantId, events: ['casewire.*', 'casewire.webhook.*'] });

    expect(
      await matchedIds(
        event(tenantId, { type: 'Finished Journey' }),
        event(tenantId, { type: 'workflow.context.changed' }),
        event(tenantId, { type: 'DOCVER' }),
        event(tenantId, { type: 'casewire.webhook.failing' }),
      ),
    ).toEqual([[exact, star].sort(), [prefix, star].sort(), [prefix, star].sort(), [own]]);
  });

  it('leaves out webhooks that are disabled, deleted, expired, or of another environment or tenant or a deleted one', async () => {
    const tenantId = await insertTenant(pool, 'left-out');
    const other = await insertTenant(pool, 'other');
    const deleted = await insertTenant(pool, 'deleted');
    await pool.query('UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = $1', [deleted]);
    await insertWebhook(pool, { tenantId, status: 'disabled' });
    await insertWebhook(pool, { tenantId, deletedAt: inSeconds(-1) });
    await insertWebhook(pool, { tenantId, expiresAt: inSeconds(-1) });
    await insertWebhook(pool, { tenantId, environment: 'production' });
    await insertWebhook(pool, { tenantId: other });
    await insertWebhook(pool, { tenantId: deleted });
    const paused = await insertWebhook(pool, { tenantId, status: 'paused', expiresAt: inSeconds(60) });

    expect(await matchedIds(event(tenantId), event(deleted), event('unknown'))).toEqual([[paused], [], []]);
  });

  it('returns what rendering needs', async () => {
    const tenantId = await insertTenant(pool, 'settings', { apiVersion: '2', atfinityVersion: '7' });
    const webhookId = await insertWebhook(pool, { tenantId, runtimeId: 'run' });
    expect(await findMatchingWebhooks(pool, [event(tenantId, { runtimeId: 'run' })])).toEqual([
      [
        expect.objectContaining({
          webhookId,
          level: 'runtime',
          format: 'native',
          options: {},
          ordering: 'none',
          status: 'active',
          settings: { apiVersion: '2', atfinityVersion: '7' },
        }),
      ],
    ]);
  });

  it('answers an empty batch without a query', async () => {
    expect(await findMatchingWebhooks(pool, [])).toEqual([]);
  });

  it('never reads the whole table, however many runtime-level webhooks there are', async () => {
    const tenantId = await insertTenant(pool, 'many-runs');
    const runs = Array.from({ length: 20_000 }, (_, index) => `run-${index + 1}`);
    await insertWebhooks(
      pool,
      runs.map((runtimeId) => ({ tenantId, runtimeId })),
    );
    await pool.query('ANALYZE subscriptions.webhooks');
    const batch = Array.from({ length: 500 }, (_, index) =>
      event(tenantId, { runtimeId: `run-${index * 3}` }),
    );
    const before = await sequentialScans();
    // The sixth execution of a prepared statement may be the first with a generic plan.
    for (let round = 0; round < 8; round++) await findMatchingWebhooks(pool, batch);
    expect(await sequentialScans()).toBe(before);
  });
});

/** Scans of the whole table so far; every connection reports its own before it is asked. */
async function sequentialScans(): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_stat_force_next_flush()');
    await client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ scans: string }>(
      `SELECT seq_scan AS scans FROM pg_stat_user_tables WHERE schemaname = 'subscriptions' AND relname = 'webhooks'`,
    );
    return Number(rows[0]?.scans);
  } finally {
    client.release();
  }
}

import { recordRunEnds } from '@casewire/run-store';
import { findRunsWithEndingWebhooks } from '@casewire/subscription-store';
import { eventually, insertWebhooks } from '@casewire/testing';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { ExpirySweep } from './expiry-sweep.ts';
import { createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const DAY_MS = 86_400_000;

const { database, service } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));

/** A run whose webhook listens to one type; not necessarily the one that ends it. */
async function startRun(type: string): Promise<string> {
  const subscriptions = [{ type: 'webhook', url: 'https://receiver.example/', events: [type] }];
  const { body } = await acme.post<{ workflowRuntimeId: string }>('/api/v1/external/workflows/run', {
    workflowId: 'kyb',
    context: { entity: { type: 'business' } },
    config: { subscriptions },
  });
  return body.workflowRuntimeId;
}

const run = (runId: string, tenantId = 'acme') => ({ tenantId, environment: 'sandbox' as const, runId });

async function expiryOf(runId: string): Promise<Date | null> {
  const { rows } = await pool.query<{ expires_at: Date | null }>(
    'SELECT expires_at FROM subscriptions.webhooks WHERE runtime_id = $1',
    [runId],
  );
  return rows[0]?.expires_at ?? null;
}

/** Until every webhook has been looked at. */
async function sweepAll(): Promise<void> {
  const sweep = new ExpirySweep(pool);
  await eventually(async () => {
    if ((await sweep.round()) < 60_000) throw new Error('there are more');
  });
}

describe('webhooks of a run', () => {
  it('expire 30 days after its end, whatever they listen to', async () => {
    const [ended, open] = [await startRun('workflow.state.changed'), await startRun('workflow.completed')];
    await acme.post('/v1/webhooks', { url: 'https://receiver.example/', runtimeId: 'by-hand' });
    const told = [run(ended), run('by-hand'), run(ended, 'other'), run('unknown')];
    expect(await findRunsWithEndingWebhooks(pool, told)).toEqual([run(ended)]);

    const endedAt = new Date(Date.now() - DAY_MS);
    await recordRunEnds(
      pool,
      [run(ended), run('by-hand')].map((one) => ({ ...one, endedAt })),
    );
    await sweepAll();
    expect(await expiryOf(ended)).toEqual(new Date(endedAt.getTime() + 30 * DAY_MS));
    expect([await expiryOf(open), await expiryOf('by-hand')]).toEqual([null, null]);
  });

  it('are all looked at, a thousand in one statement', async () => {
    const webhook = { tenantId: 'acme', runtimeId: 'many', endsWithRun: true };
    await insertWebhooks(pool, Array<typeof webhook>(2500).fill(webhook));
    await recordRunEnds(pool, [{ ...run('many'), endedAt: new Date() }]);
    await sweepAll();
    const { rows } = await pool.query(
      "SELECT count(*)::int AS left FROM subscriptions.webhooks WHERE runtime_id = 'many' AND expires_at IS NULL",
    );
    expect(rows).toEqual([{ left: 0 }]);
  });
});

import type { HealthLimits } from '@casewire/invocation-state';
import { insertTenant, insertWebhook, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { applyRecords, type BatchResult } from '../apply/apply.ts';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import { announceEnds, countUnsound, leaseDue, leaseFromOutbox, takeNotices } from '../index.ts';
import type { AttemptRecord } from '../sql/attempts.ts';
import { outcome, sampleAttempt, sampleContent, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });

const limits: HealthLimits = {
  failuresInRow: 3,
  failingPercent: 50,
  failingAttempts: 4,
  windowMs: 60_000,
  successesInRow: 3,
  pauseAfterMs: 3_600_000,
};

const breaker = {
  failuresInRow: 100,
  percent: 100,
  attempts: 100,
  windowMs: 60_000,
  firstProbeMs: 100,
  longestProbeMs: 1_000,
  probeWaitMs: 5_000,
  longestRetryAfterMs: 3_600_000,
  fullWidth: 8,
};

function apply(updates: InvocationUpdate[], isCurrent = true): Promise<BatchResult> {
  const rules = { health: limits, breaker, isCurrent };
  return applyRecords(pool, { clusterId: 'c', ranges: [], updates, health: rules });
}

/** The records of a delivery that was attempted just now. */
function attempted(webhookId: string, overrides: Partial<AttemptRecord> = {}): InvocationUpdate[] {
  const content = sampleContent({ webhookId });
  return [seen(content), outcome(content, sampleAttempt(content, { startedAt: Date.now(), ...overrides }))];
}

const failed: Partial<AttemptRecord> = {
  outcome: 'rejected',
  responseCode: 503,
  next: { kind: 'give-up', reason: 'retries-exhausted' },
};

function failures(webhookId: string, overrides: Partial<AttemptRecord> = {}): InvocationUpdate[] {
  return [1, 2, 3].flatMap(() => attempted(webhookId, { ...failed, ...overrides }));
}

interface State {
  readonly failure_run: number | null;
  readonly failing_by: string | null;
  readonly last_failure: string | null;
  readonly last_success_at: Date | null;
  readonly own_pause: number | null;
}

async function stateOf(webhookId: string): Promise<State | undefined> {
  const { rows } = await pool.query<State>('SELECT * FROM history.webhook_state WHERE webhook_id = $1', [
    webhookId,
  ]);
  return rows[0];
}

describe('the health of a webhook', () => {
  it('follows its attempts, in the transaction that applies them', async () => {
    const webhookId = newId();
    expect(await apply(failures(webhookId))).toMatchObject({ effects: [{ webhookId, effect: 'failing' }] });
    expect(await stateOf(webhookId)).toMatchObject({
      failure_run: 3,
      failing_by: 'run',
      last_failure: 'http-503',
    });
    expect(await countUnsound(pool)).toEqual({ failing: 1, unavailable: 0, paused: 0 });
    expect(await apply(attempted(webhookId))).toMatchObject({
      effects: [{ webhookId, effect: 'recovered' }],
    });
    expect(await stateOf(webhookId)).toMatchObject({ failure_run: null, failing_by: null });
    expect(await countUnsound(pool)).toEqual({ failing: 0, unavailable: 0, paused: 0 });
  });

  it('counts each attempt once, however often its record is read', async () => {
    const webhookId = newId();
    const once = attempted(webhookId, failed);
    for (let reading = 0; reading < 3; reading++) expect(await apply(once)).toMatchObject({ effects: [] });
    expect(await stateOf(webhookId)).toMatchObject({ failure_run: 1 });
  });

  it('is told to nobody while a restored ledger catches up, or where an attempt is old', async () => {
    for (const [startedAt, isCurrent] of [
      [Date.now(), false],
      [Date.now() - 61_000, true],
    ] as const) {
      const webhookId = newId();
      expect(await apply(failures(webhookId, { startedAt }), isCurrent)).toMatchObject({ effects: [] });
      expect(await stateOf(webhookId)).toMatchObject({ failure_run: 3, failing_by: null });
    }
  });

  it('is announced by the transaction that changes it, once, and not while a restored ledger catches up', async () => {
    const webhookId = newId();
    announceEnds(pool, {
      statuses: new Set(),
      recordsOf: () => [],
      recordsOfChange: ({ effect, attemptId, content, before, after }) => [
        {
          topic: 'events',
          key: content.webhookId,
          headers: { attemptId },
          value: `${effect} ${before.failureRun?.count ?? 0} ${after.failureRun?.count ?? 0}`,
        },
      ],
    });
    const promised = async () => (await leaseFromOutbox(pool, 9, 60_000)).map(({ value }) => value);
    await apply(failures(newId()), false);
    expect(await promised()).toEqual([]);
    const failing = failures(webhookId);
    await apply(failing);
    await apply(failing);
    expect(await promised()).toEqual(['failing 2 3']);
    await apply(attempted(webhookId));
    expect(await promised()).toEqual(['recovered 3 0']);
  });

  it('is not changed by attempts of another version of the webhook', async () => {
    const tenantId = await insertTenant(pool, 'acme');
    const webhookId = await insertWebhook(pool, { tenantId, version: 2 });
    await apply(failures(webhookId, { webhookVersion: 1 }));
    expect(await stateOf(webhookId)).toMatchObject({ failure_run: null, failing_by: null });
    await apply(failures(webhookId, { webhookVersion: 2 }));
    expect(await stateOf(webhookId)).toMatchObject({ failing_by: 'run' });
  });

  it('is not written for each success of a webhook that takes everything', async () => {
    const webhookId = newId();
    const at = async (): Promise<string> => {
      const { rows } = await pool.query<{ xmin: string }>(
        'SELECT xmin FROM history.webhook_state WHERE webhook_id = $1',
        [webhookId],
      );
      return rows[0]?.xmin ?? '';
    };
    await apply(attempted(webhookId));
    const written = await at();
    await apply(attempted(webhookId));
    expect(await at()).toBe(written);
    await pool.query(`UPDATE history.webhook_state SET last_success_at = now() - interval '6 seconds'`);
    const before = await at();
    await apply(attempted(webhookId));
    expect(await at()).not.toBe(before);
  });
});

describe('a pause by Casewire', () => {
  it('begins after nothing but failures for long, holds what is due, and ends with a resume', async () => {
    const webhookId = newId();
    await apply(failures(webhookId));
    await pool.query(`UPDATE history.webhook_state SET failure_run_since = now() - interval '2 hours'`);
    const retry: Partial<AttemptRecord> = { ...failed, next: { kind: 'retry', at: 1 } };
    expect(await apply(attempted(webhookId, retry))).toMatchObject({ effects: [{ effect: 'paused' }] });
    expect(await stateOf(webhookId)).toMatchObject({ own_pause: 1 });
    const limitsOfLease = { limit: 10, maxBytes: 1_000_000, leaseMs: 30_000 };
    expect(await leaseDue(pool, limitsOfLease)).toEqual([]);
    const held = await pool.query<{ held_by: string }>('SELECT held_by FROM history.held');
    expect(held.rows).toEqual([{ held_by: 'own-pause 1' }]);
    await pool.query(
      `INSERT INTO subscriptions.webhook_notices (webhook_id, kind, number, backlog) VALUES ($1, 'own-pause', 1, 'send')`,
      [webhookId],
    );
    await takeNotices(pool);
    expect(await stateOf(webhookId)).toMatchObject({ own_pause: null });
    expect(await apply(attempted(webhookId, failed))).toMatchObject({ effects: [] });
  });
});

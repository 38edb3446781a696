import { listEntries } from '@casewire/audit';
import { insertTenant, insertWebhook } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NextStep } from '@casewire/events';
import { failWaitingForGone, findInvocation } from '@casewire/invocation-ledger';
import { createRecorder } from '../testing/history.fixture.ts';
import {
  attemptOf,
  attemptRecord,
  batchOf,
  deliveryOf,
  deliveryRecord,
  orderedRecord,
} from '../testing/records.ts';

const { pool } = useLedger();

let goneCalls = 0;
const onGone = () => {
  goneCalls += 1;
};
const recorder = createRecorder(pool, { onGone });
const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

let webhookId: string;

beforeAll(() => insertTenant(pool, 'acme'));
beforeEach(async () => {
  goneCalls = 0;
  webhookId = await insertWebhook(pool, { tenantId: 'acme', version: 7 });
});

const later = (): NextStep => ({ kind: 'retry', at: Date.now() + 3_600_000 });

/** The receiver answers a request that was made of this version of the webhook, with this status, so long ago. */
async function answer(status: number, { version = 7, ageMs = 0, delivery = deliveryOf({ webhookId }) } = {}) {
  const attempt = attemptOf({
    outcome: 'rejected',
    responseCode: status,
    startedAt: Date.now() - ageMs,
  });
  await recorder.record(
    batchOf([
      deliveryRecord(delivery),
      attemptRecord(delivery, later(), attempt, { webhookVersion: version }),
    ]),
  );
  return delivery.invocationId;
}

async function webhook() {
  const { rows } = await pool.query<object>(
    'SELECT status, status_reason AS reason, version FROM subscriptions.webhooks WHERE id = $1',
    [webhookId],
  );
  return rows[0];
}

async function stateOf(id: string) {
  const { status, reason } = (await findInvocation(pool, scope, id)) ?? {};
  return { status, reason };
}

async function endAllThatWaits(): Promise<number> {
  let total = 0;
  for (;;) {
    const { ended } = await failWaitingForGone(pool);
    if (ended === 0) return total;
    total += ended;
  }
}

/** What the audit says of the webhook. */
async function changes() {
  const { rows } = await listEntries(
    pool,
    { resource: `webhooks/${webhookId}` },
    { limit: 9, order: 'desc' },
  );
  return rows.map(({ actor, action, tenantId, changed }) => ({ actor, action, tenantId, changed }));
}

const untouched = { status: 'active', reason: null, version: 7 };
const gone = { status: 'failed', reason: 'gone' };

describe('a 410 Gone', () => {
  it('of the current version disables the webhook, and fails what was answered and what waits', async () => {
    const waiting = await answer(503);
    const ordered = [deliveryOf({ webhookId }), deliveryOf({ webhookId })];
    await recorder.record(
      batchOf(ordered.map((each) => orderedRecord(each, { kind: 'ordered', orderingKey: 'k' }))),
    );
    const bystander = deliveryOf({ webhookId: await insertWebhook(pool, { tenantId: 'acme' }) });
    await recorder.record(
      batchOf([deliveryRecord(bystander), attemptRecord(bystander, later(), attemptOf())]),
    );

    const answered = await answer(410);
    expect(await webhook()).toEqual({ status: 'disabled', reason: 'gone', version: 8 });
    expect([await stateOf(answered), goneCalls]).toEqual([gone, 1]);
    expect(await changes()).toEqual([
      {
        ...{ actor: 'system', action: 'webhook.changed', tenantId: 'acme' },
        changed: [
          { member: 'version', before: 7, after: 8 },
          { member: 'status', before: 'active', after: 'disabled' },
          { member: 'statusReason', after: 'gone' },
        ],
      },
    ]);
    expect(await endAllThatWaits()).toBe(3);
    for (const id of [waiting, ...ordered.map(({ invocationId }) => invocationId)])
      expect(await stateOf(id)).toEqual(gone);
    expect((await stateOf(bystander.invocationId)).status).toBe('pending');
  });

  it('fails what a hold of the webhook keeps', async () => {
    await pool.query('UPDATE subscriptions.webhooks SET pause = 1 WHERE id = $1', [webhookId]);
    const held = deliveryOf({ webhookId });
    const putOff: NextStep = {
      kind: 'defer',
      reason: 'webhook-paused',
      at: Date.now(),
      hold: { kind: 'pause', number: 1 },
    };
    await recorder.record(batchOf([deliveryRecord(held), attemptRecord(held, putOff)]));
    expect(await stateOf(held.invocationId)).toEqual({ status: 'pending', reason: 'webhook-paused' });
    await answer(410);
    expect(await endAllThatWaits()).toBe(1);
    expect(await stateOf(held.invocationId)).toEqual(gone);
  });

  it('lets history know that nothing holds the webhook any more', async () => {
    const states = 'INSERT INTO history.webhook_state (webhook_id, breaker, breaker_kind) VALUES ($1, 3, $2)';
    await pool.query(states, [webhookId, 'breaker']);
    await answer(410);
    const { rows } = await pool.query<object>(
      'SELECT kind, number, backlog FROM subscriptions.webhook_notices WHERE webhook_id = $1',
      [webhookId],
    );
    expect(rows).toEqual([{ kind: 'breaker', number: 3, backlog: 'send' }]);
  });

  it('that comes late, from the address before the last change, disables nothing and is tried again', async () => {
    const id = await answer(410, { version: 6 });
    expect(await webhook()).toEqual(untouched);
    expect(await stateOf(id)).toEqual({ status: 'pending', reason: null });
    expect(await endAllThatWaits()).toBe(0);
  });

  it('of more than a minute ago disables nothing', async () => {
    await answer(410, { ageMs: 61_000 });
    expect(await webhook()).toEqual(untouched);
  });

  it('disables nothing while a restored ledger has not caught up', async () => {
    const restored = createRecorder(pool, { isCurrent: () => false });
    const delivery = deliveryOf({ webhookId });
    const attempt = attemptOf({ outcome: 'rejected', responseCode: 410 });
    const records = [
      deliveryRecord(delivery),
      attemptRecord(delivery, later(), attempt, { webhookVersion: 7 }),
    ];
    await restored.record(batchOf(records));
    expect(await webhook()).toEqual(untouched);
  });

  it('counts once, and fails the requests that were under way with it too', async () => {
    await answer(410);
    const second = await answer(410);
    expect(await webhook()).toEqual({ status: 'disabled', reason: 'gone', version: 8 });
    expect(await stateOf(second)).toEqual(gone);
  });

  it('leaves alone what waits for a webhook that its owner has enabled again', async () => {
    const waiting = await answer(503);
    await answer(410);
    await pool.query(
      `UPDATE subscriptions.webhooks SET status = 'active', status_reason = NULL, version = 9 WHERE id = $1`,
      [webhookId],
    );
    expect(await endAllThatWaits()).toBe(0);
    expect((await stateOf(waiting)).status).toBe('pending');
  });
});

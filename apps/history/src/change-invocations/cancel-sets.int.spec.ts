import { insertTenant } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { attemptRecord, batchOf, deliveryOf, deliveryRecord, orderedRecord } from '../testing/records.ts';
import { anHourAgo, deliveriesOf, done, scope, useReplays } from '../testing/replay.fixture.ts';

const { pool } = useLedger({ per: 'test' });
const { call, ended, find, recorder, takeDue, webhook } = useReplays(pool);

beforeEach(() => insertTenant(pool, scope.tenantId));

describe('cancelling a set', () => {
  const cancel = (webhookId: string, body: object = {}) =>
    call(`/v1/webhooks/${webhookId}/cancel`, { since: anHourAgo(), ...body });

  it('ends what waits and what is on its way, by the same filter, and nothing that has ended', async () => {
    const webhookId = await webhook();
    const other = await webhook();
    const [waiting, typed, out, delivered] = [
      deliveryOf({ webhookId }),
      deliveryOf({ webhookId, eventType: 'a.b' }),
      deliveryOf({ webhookId }),
      deliveryOf({ webhookId }),
    ];
    const retry = { kind: 'retry', at: Date.now() + 60_000 } as const;
    await ended(retry, [waiting, typed, deliveryOf({ webhookId: other })]);
    await ended(done, [delivered]);
    await recorder.record(batchOf([deliveryRecord(out)]));
    expect(await cancel(webhookId, { dryRun: true })).toEqual({
      status: 200,
      body: { count: 3, hasMore: false },
    });
    expect(await cancel(webhookId, { eventType: 'a.b' })).toMatchObject({ body: { count: 1 } });
    expect(await find(typed)).toMatchObject({ status: 'cancelled' });
    expect(await find(waiting)).toMatchObject({ status: 'pending' });
    expect(await cancel(webhookId)).toEqual({ status: 200, body: { count: 2, hasMore: false } });
    expect(await find(waiting)).toMatchObject({ status: 'cancelled', dueAt: null });
    expect(await find(out)).toMatchObject({ status: 'cancelled', releaseState: null });
    expect(await find(delivered)).toMatchObject({ status: 'delivered' });
    const { rows } = await pool.query<{ id: string }>(
      'SELECT invocation_id AS id FROM history.cancellations ORDER BY 1',
    );
    const told = [waiting, typed, out].map(({ invocationId }) => invocationId);
    expect(rows.map(({ id }) => id)).toEqual(told.toSorted());
    expect(await cancel(webhookId)).toMatchObject({ body: { count: 0 } });
    await recorder.record(batchOf([attemptRecord(out, { kind: 'cancelled' })]));
    expect(await find(out)).toMatchObject({ status: 'cancelled', attempts: 0 });
  });

  it('ends what waits for one reason, and nothing that waits for another', async () => {
    const webhookId = await webhook();
    const [full, limited] = [deliveryOf({ webhookId }), deliveryOf({ webhookId })];
    const waits = { kind: 'defer', at: Date.now() + 60_000 } as const;
    await ended({ ...waits, reason: 'lane-full' }, [full]);
    await ended({ ...waits, reason: 'rate-limited' }, [limited]);
    expect(await cancel(webhookId, { reason: 'rate-limited' })).toMatchObject({ body: { count: 1 } });
    expect(await find(limited)).toMatchObject({ status: 'cancelled' });
    expect(await find(full)).toMatchObject({ status: 'pending', reason: 'lane-full' });
  });

  it('lets no ordered invocation of the set slip through when its predecessor is cancelled', async () => {
    const webhookId = await webhook({ ordering: 'subject' });
    const queued = deliveriesOf(webhookId, 5);
    const records = queued.map((each) => orderedRecord(each, { kind: 'ordered', orderingKey: 'k' }));
    await recorder.record(batchOf(records));
    expect(await cancel(webhookId)).toMatchObject({ body: { count: 5 } });
    expect(await takeDue()).toEqual([]);
    const { rows } = await pool.query(
      'SELECT 1 FROM history.slots UNION ALL SELECT 1 FROM history.slot_waiters',
    );
    expect(rows).toEqual([]);
  });
});

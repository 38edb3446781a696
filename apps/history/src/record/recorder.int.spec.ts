import { findInvocation, listAttempts } from '@casewire/invocation-ledger';
import { PoisonRecordsError, StalePositionError } from '@casewire/kafka';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord, prefix } from '../testing/records.ts';
import { ledgerOffsetStore } from './recorder.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' } as const;
const clusterId = (): Promise<string> => Promise.resolve('cluster-1');

const { pool } = useLedger();
const dueInMs: (number | undefined)[] = [];
const recorder = createRecorder(pool, { clusterId, onApplied: (applied) => dueInMs.push(applied.dueInMs) });

beforeEach(() => {
  dueInMs.length = 0;
});

const range = (from: bigint, to: bigint) => ({
  topic: `${prefix}deliveries.v1`,
  partition: 0,
  from,
  firstOffset: from,
  to,
});

describe('the recorder', () => {
  it('applies a batch with its positions, and settles every record', async () => {
    const delivery = deliveryOf();
    const records = [
      attemptRecord(delivery, { kind: 'done' }, attemptOf()),
      deliveryRecord(delivery),
      deliveryRecord(delivery),
    ];
    const settled = await recorder.record(batchOf(records, [range(0n, 3n)]));
    expect(settled).toEqual([{ kind: 'done' }, { kind: 'done' }, { kind: 'done' }]);
    expect(await findInvocation(pool, scope, delivery.invocationId)).toMatchObject({ status: 'delivered' });
    const { rows } = await listAttempts(pool, delivery.invocationId, { limit: 9, order: 'asc' });
    expect(rows).toHaveLength(1);
    const positions = await ledgerOffsetStore(pool, clusterId, () => Promise.resolve()).load([
      { topic: `${prefix}deliveries.v1`, partition: 0 },
      { topic: `${prefix}attempts.v1`, partition: 0 },
    ]);
    expect([...positions]).toEqual([[`${prefix}deliveries.v1/0`, 3n]]);
    await expect(recorder.record(batchOf(records, [range(0n, 3n)]))).rejects.toThrow(StalePositionError);
  });

  it('moves positions over records that were dead-lettered', async () => {
    await expect(recorder.record(batchOf([], [range(3n, 4n)]))).resolves.toEqual([]);
  });

  it('names the records that can never be applied before it applies any', async () => {
    const delivery = deliveryOf();
    const bad = { ...deliveryRecord(delivery), headers: {} };
    const recording = recorder.record(batchOf([deliveryRecord(delivery), bad], [range(4n, 6n)]));
    await expect(recording).rejects.toThrow(PoisonRecordsError);
    await expect(recording).rejects.toMatchObject({ poison: [{ record: bad, reason: 'malformed-record' }] });
    expect(await findInvocation(pool, scope, delivery.invocationId)).toBeUndefined();
  });

  it('tells when the first invocation that it scheduled is due', async () => {
    const [sooner, later] = [deliveryOf(), deliveryOf()];
    const at = Date.now();
    await recorder.record(
      batchOf([
        attemptRecord(later, { kind: 'retry', at: at + 60_000 }, attemptOf()),
        attemptRecord(sooner, { kind: 'defer', reason: 'lane-full', at: at + 5_000 }),
      ]),
    );
    expect(dueInMs).toHaveLength(1);
    expect(dueInMs[0]).toBeLessThanOrEqual(5_000);
    expect(Date.now() + (dueInMs[0] ?? NaN)).toBeGreaterThanOrEqual(at + 5_000);
  });

  it('does not bring back an invocation that retention has removed', async () => {
    const old = deliveryOf({ acceptedAt: Date.now() - 91 * 86_400_000 });
    await recorder.record(batchOf([deliveryRecord(old)]));
    expect(await findInvocation(pool, scope, old.invocationId)).toBeUndefined();
  });
});

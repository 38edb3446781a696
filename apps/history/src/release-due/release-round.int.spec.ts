import { countReleased, findInvocation } from '@casewire/invocation-ledger';
import { decodeDeliveryHeaders, encodeDeliveryHeaders } from '@casewire/events';
import type { OutgoingRecord } from '@casewire/kafka';
import { createLogger, createMetrics } from '@casewire/observability';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHistoryMetrics } from '../history-metrics.ts';
import { createRecorder } from '../testing/history.fixture.ts';
import {
  attemptOf,
  attemptRecord,
  batchOf,
  body,
  deliveryOf,
  deliveryRecord,
  orderedRecord,
  prefix,
} from '../testing/records.ts';
import { runReleaseRound, type ReleaseOptions } from './release-round.ts';
import { ReleaseShares } from './release-shares.ts';
import { UnansweredReleases } from './unanswered-releases.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

/** A broker that keeps what it is sent, or refuses it, or answers later for one webhook. */
class FakeProducer {
  ready = true;
  refuses = false;
  answersLater: { webhookId: string; answer: Promise<void> } | undefined;
  readonly sent: OutgoingRecord[] = [];

  send(record: OutgoingRecord): Promise<void> {
    if (this.refuses) return Promise.reject(new Error('no acknowledgement'));
    if (record.key === this.answersLater?.webhookId) return this.answersLater.answer;
    this.sent.push(record);
    return Promise.resolve();
  }
}

const { pool } = useLedger({ per: 'test' });
const recorder = createRecorder(pool);
let producer: FakeProducer;
let options: ReleaseOptions;

beforeEach(() => {
  producer = new FakeProducer();
  options = {
    pool,
    producer,
    prefix,
    leaseMs: 60_000,
    unanswered: new UnansweredReleases(),
    shares: new ReleaseShares(4),
    mayRelease: () => Promise.resolve(true),
    logger: createLogger({ name: 'spec', level: 'silent' }),
    counters: createHistoryMetrics(createMetrics('spec')),
  };
});

const stateOf = async ({ invocationId }: { invocationId: string }) => {
  const invocation = await findInvocation(pool, scope, invocationId);
  return invocation?.releaseState;
};

describe('a round of releases', () => {
  it('sends the exact bytes and headers again, with the next numbers', async () => {
    const delivery = deliveryOf({ requestHeaders: { 'x-a': 'b' }, traceparent: 'trace' });
    const retry = attemptRecord(
      delivery,
      { kind: 'retry', at: Date.now() },
      attemptOf({ outcome: 'timeout' }),
    );
    await recorder.record(batchOf([deliveryRecord(delivery), retry]));
    expect(await runReleaseRound(options)).toBe(0);
    const [sent] = producer.sent;
    expect(sent).toEqual({
      topic: 'spec.deliveries.v1',
      key: 'wh-1',
      value: body,
      headers: encodeDeliveryHeaders({ ...delivery, release: 2, attempt: 2 }),
    });
    expect(await stateOf(delivery)).toBe('released');
  });

  it('does not count a deferral as an attempt', async () => {
    const delivery = deliveryOf();
    const deferred = attemptRecord(delivery, { kind: 'defer', reason: 'lane-full', at: Date.now() });
    await recorder.record(batchOf([deliveryRecord(delivery), deferred]));
    await runReleaseRound(options);
    const headers = producer.sent[0]?.headers as Record<string, string>;
    expect(decodeDeliveryHeaders(headers)).toMatchObject({ release: 2, attempt: 1 });
  });

  it('makes the first release of an ordered invocation release 1, as matching does for others', async () => {
    const delivery = deliveryOf();
    await recorder.record(batchOf([orderedRecord(delivery, { kind: 'ordered', orderingKey: 'k' })]));
    await runReleaseRound(options);
    expect(producer.sent[0]?.headers).toEqual(encodeDeliveryHeaders({ ...delivery, orderingKey: 'k' }));
  });

  it('leases nothing while Kafka is away or the ledger is not up to date', async () => {
    const delivery = deliveryOf();
    const retry = attemptRecord(delivery, { kind: 'retry', at: Date.now() }, attemptOf());
    await recorder.record(batchOf([deliveryRecord(delivery), retry]));
    producer.ready = false;
    await runReleaseRound(options);
    producer.ready = true;
    await runReleaseRound({ ...options, mayRelease: () => Promise.resolve(false) });
    expect(await stateOf(delivery)).toBe('scheduled');
  });

  it('keeps the lease of a release that was not acknowledged, and sends it again when the lease has ended', async () => {
    const delivery = deliveryOf();
    const retry = attemptRecord(delivery, { kind: 'retry', at: Date.now() }, attemptOf());
    await recorder.record(batchOf([deliveryRecord(delivery), retry]));
    producer.refuses = true;
    await runReleaseRound(options);
    expect(await stateOf(delivery)).toBe('leased');
    producer.refuses = false;
    await runReleaseRound(options);
    expect(producer.sent).toEqual([]);
    await pool.query(`UPDATE history.invocations SET claimed_until = now() - interval '1 second'`);
    await runReleaseRound(options);
    expect(producer.sent).toHaveLength(1);
    expect(await stateOf(delivery)).toBe('released');
  });

  it('goes on without those that a broker does not answer for, which stay leased until it does', async () => {
    const stuck = deliveryOf({ webhookId: 'wh-stuck' });
    const others = [deliveryOf(), deliveryOf()];
    const retry = { kind: 'retry', at: Date.now() } as const;
    await recorder.record(
      batchOf(
        [stuck, ...others].flatMap((each) => [deliveryRecord(each), attemptRecord(each, retry, attemptOf())]),
      ),
    );
    const { promise: answer, resolve } = Promise.withResolvers<undefined>();
    producer.answersLater = { webhookId: 'wh-stuck', answer };
    expect(await runReleaseRound(options)).toBe(0);
    expect(producer.sent).toHaveLength(2);
    expect(await Promise.all([stuck, ...others].map(stateOf))).toEqual(['leased', 'released', 'released']);

    await pool.query(
      `UPDATE history.invocations SET claimed_until = now() + interval '5 seconds' WHERE claimed_until IS NOT NULL`,
    );
    await runReleaseRound(options);
    const { rows } = await pool.query(
      `SELECT claimed_until > now() + interval '30 seconds' AS lasts FROM history.invocations WHERE claimed_until IS NOT NULL`,
    );
    expect(rows).toEqual([{ lasts: true }]);

    resolve(undefined);
    await answer;
    await runReleaseRound(options);
    expect(await stateOf(stuck)).toBe('released');
    expect(producer.sent).toHaveLength(2);
  });

  it('takes tenants in turns, and sends what delivery had no room for only within the share of its tenant', async () => {
    const deferral = { kind: 'defer', reason: 'lane-full', at: Date.now() - 1_000 } as const;
    const hostile = Array.from({ length: 8 }, () => deliveryOf({ tenantId: 'hostile' }));
    const out = Array.from({ length: 2 }, () => deliveryOf({ tenantId: 'hostile' }));
    const good = deliveryOf({ tenantId: 'good' });
    await recorder.record(batchOf(out.map((each) => deliveryRecord(each))));
    for (const each of [...hostile, good])
      await recorder.record(batchOf([deliveryRecord(each), attemptRecord(each, deferral)]));
    const sentOf = () => Map.groupBy(producer.sent, ({ headers }) => String(headers?.['tenant']));
    // Of four places three are the share of a tenant alone. Two are taken, but that is not known before it matters.
    expect(await runReleaseRound(options)).toBe(0);
    expect(sentOf().get('good')).toHaveLength(1);
    expect(sentOf().get('hostile')?.length).toBeLessThanOrEqual(3);
    expect(await runReleaseRound(options)).toBeGreaterThan(0);
    const sent = sentOf().get('hostile')?.length;
    expect(await runReleaseRound(options)).toBeGreaterThan(0);
    expect(sentOf().get('hostile')).toHaveLength(sent ?? 0);

    await recorder.record(
      batchOf(
        producer.sent.map(({ headers }) => {
          const delivery = decodeDeliveryHeaders(headers as Record<string, string>);
          return attemptRecord(delivery, { kind: 'done' }, attemptOf());
        }),
      ),
    );
    await recorder.record(batchOf(out.map((each) => attemptRecord(each, { kind: 'done' }, attemptOf()))));
    options.shares.note([]);
    expect(await runReleaseRound(options)).toBe(0);
    expect(sentOf().get('hostile')?.length).toBeGreaterThan(sent ?? 0);
  });

  it('sends retries that are due, although delivery has no room for thousands of others that have been due for longer', async () => {
    const out = ['busy-1', 'busy-2'].flatMap((tenantId) => [1, 2, 3].map(() => deliveryOf({ tenantId })));
    await recorder.record(batchOf(out.map((each) => deliveryRecord(each))));
    options.shares.note(await countReleased(pool));
    const crowdedOut = Array.from({ length: 2_100 }, () => deliveryOf({ tenantId: 'hostile' }));
    const deferral = { kind: 'defer', reason: 'lane-full', at: Date.now() - 60_000 } as const;
    const records = crowdedOut.flatMap((each) => [deliveryRecord(each), attemptRecord(each, deferral)]);
    await recorder.record(batchOf(records));
    const retried = ['good', 'hostile'].map((tenantId) => deliveryOf({ tenantId }));
    const retry = { kind: 'retry', at: Date.now() } as const;
    const retries = retried.flatMap((each) => [
      deliveryRecord(each),
      attemptRecord(each, retry, attemptOf()),
    ]);
    await recorder.record(batchOf(retries));
    // That more is due than a round looks at is known after the first.
    for (let round = 1; round <= 2; round++) await runReleaseRound(options);
    expect(producer.sent.map(({ headers }) => headers?.['tenant']).sort()).toEqual(['good', 'hostile']);
  });

  it('asks to be called when the next invocation is due', async () => {
    const delivery = deliveryOf();
    const due = Date.now() + 900;
    const retry = attemptRecord(delivery, { kind: 'retry', at: due }, attemptOf());
    await recorder.record(batchOf([deliveryRecord(delivery), retry]));
    const begunAt = Date.now();
    const pauseMs = await runReleaseRound(options);
    expect(begunAt + pauseMs).toBeLessThanOrEqual(Math.max(due, begunAt + 5));
    expect(Math.ceil(Date.now() + pauseMs)).toBeGreaterThanOrEqual(due);
  });
});

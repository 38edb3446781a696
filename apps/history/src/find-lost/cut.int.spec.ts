import { insertEvents } from '@casewire/testing';
import { acceptEvents, ensureEventPartitions } from '@casewire/event-store';
import { identityHash, type AcceptedEvent, type TopicKey } from '@casewire/events';
import {
  findCursor,
  findInvocation,
  inLedgerTransaction,
  requestCancel,
  withCutLeadership,
} from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import { createLogger } from '@casewire/observability';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Recorder } from '../record/recorder.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { createRecorder } from '../testing/history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord, prefix } from '../testing/records.ts';
import { CatchUp } from './catch-up.ts';
import { runCutRound, stepCut, type CutParts, type CutProgress } from './cut.ts';
import { Positions } from './positions.ts';
import { Rematcher } from './rematcher.ts';
import { RestoreWatch } from './restore-watch.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' } as const;
const INTERVAL_MS = 30_000;
const logger = createLogger({ name: 'spec', level: 'silent' });

const { pool } = useLedger({ per: 'test' });
let cluster: FakeCluster;
let positions: Positions;
let recorder: Recorder;
let rematcher: Rematcher;
/** Keys and headers of what was produced. */
let produced: OutgoingRecord[];

beforeEach(() => {
  cluster = new FakeCluster();
  positions = new Positions(cluster, pool, prefix);
  produced = [];
  const sendAll = (records: readonly OutgoingRecord[]) => {
    produced.push(...records);
    return Promise.resolve();
  };
  rematcher = new Rematcher({ pool, producer: { sendAll }, prefix });
  recorder = createRecorder(pool, { clusterId: positions.clusterId });
});

/** A process at work on cuts. */
const partsOf = (its: Positions): CutParts => ({
  pool,
  positions: its,
  catchUp: new CatchUp(its),
  rematcher,
  intervalMs: INTERVAL_MS,
});
const step = (): Promise<CutProgress> => stepCut(partsOf(positions));
const range = (topic: TopicKey, from: bigint, to: bigint) => ({
  topic: `${prefix}${topic}.v1`,
  partition: 0,
  from,
  firstOffset: from,
  to,
});
const stateOf = async (delivery: { invocationId: string }) => {
  const invocation = await findInvocation(pool, scope, delivery.invocationId);
  return invocation?.releaseState;
};

/** An invocation whose delivery record is at the end of `deliveries` and applied. */
async function released(offset: bigint) {
  const delivery = deliveryOf();
  cluster.setEnd('deliveries', offset + 1n);
  await recorder.record(batchOf([deliveryRecord(delivery)], [range('deliveries', offset, offset + 1n)]));
  return delivery;
}

/** An event of the tenant's. */
const eventAt = (acceptedAt: number): AcceptedEvent => {
  const { eventUid: uid } = deliveryOf({ acceptedAt });
  return {
    uid,
    acceptedAt,
    attributes: {
      id: uid,
      source: '/workflows',
      type: 'workflow.completed',
      time: new Date(acceptedAt).toISOString(),
      tenantid: 'acme',
      environment: 'sandbox',
    },
    data: Buffer.from('{}'),
  };
};

describe('a cut', () => {
  it('sends nothing again while the delivery group merely lags', async () => {
    const delivery = await released(0n);
    expect(await step()).toMatchObject({ kind: 'waiting', for: 'delivery' });
    expect(await step()).toMatchObject({ kind: 'waiting', for: 'delivery' });
    expect(await stateOf(delivery)).toBe('released');
  });

  it('sends nothing again while the ledger has not applied the outcomes', async () => {
    const delivery = await released(0n);
    cluster.commit('delivery', 'deliveries', 1n);
    cluster.setEnd('attempts', 1n);
    expect(await step()).toMatchObject({ kind: 'waiting', for: 'history' });
    const outcome = attemptRecord(delivery, { kind: 'done' }, attemptOf());
    await recorder.record(batchOf([outcome], [range('attempts', 0n, 1n)]));
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 0 } });
    expect(await stateOf(delivery)).toBeNull();
  });

  it('sends again what the group has passed without an outcome', async () => {
    const delivery = await released(0n);
    cluster.commit('delivery', 'deliveries', 1n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 1 } });
    expect(await stateOf(delivery)).toBe('scheduled');
  });

  it('sends again what was deleted from the log behind the group', async () => {
    const delivery = await released(0n);
    cluster.setStart('deliveries', 1n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 1 } });
    expect(await stateOf(delivery)).toBe('scheduled');
  });

  it('sends again what stood on a topic that was made anew', async () => {
    const delivery = await released(5n);
    expect(await step()).toMatchObject({ kind: 'waiting' });
    cluster.setEnd('deliveries', 0n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 1 } });
    expect(await stateOf(delivery)).toBe('scheduled');
  });

  it('leaves alone what was released while it ran', async () => {
    const lost = await released(0n);
    expect(await step()).toMatchObject({ kind: 'waiting' });
    const young = await released(1n);
    cluster.commit('delivery', 'deliveries', 1n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 1 } });
    expect([await stateOf(lost), await stateOf(young)]).toEqual(['scheduled', 'released']);
  });

  it('is carried on by another process, and the next one begins an interval later', async () => {
    await released(0n);
    expect(await step()).toMatchObject({ for: 'delivery' });
    cluster.commit('delivery', 'deliveries', 1n);
    const other = new Positions(cluster, pool, prefix);
    expect(await stepCut(partsOf(other))).toMatchObject({ kind: 'finished' });
    const next = await step();
    expect(next).toMatchObject({ kind: 'waiting', for: 'interval' });
    expect((await pool.query('SELECT 1 FROM history.cuts')).rowCount).toBe(1);
    await pool.query(`UPDATE history.cuts SET begun_at = begun_at - interval '30 seconds'`);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 0 } });
  });

  it('gives up rows that only an attempt told of, once the ledger has read all deliveries', async () => {
    const delivery = deliveryOf();
    const outcome = attemptRecord(
      delivery,
      { kind: 'retry', at: Date.now() },
      attemptOf({ outcome: 'timeout' }),
    );
    await recorder.record(batchOf([outcome], [range('attempts', 0n, 1n)]));
    cluster.setEnd('deliveries', 1n);
    cluster.setEnd('attempts', 1n);
    cluster.commit('delivery', 'deliveries', 1n);
    expect(await step()).toMatchObject({ kind: 'waiting', for: 'history' });
    cluster.setStart('deliveries', 1n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { bodiesLost: 1 } });
    expect(await findInvocation(pool, scope, delivery.invocationId)).toMatchObject({
      status: 'failed',
      reason: 'body-lost',
      attempts: 1,
    });
  });

  it('keeps no event from being accepted, however long it takes', async () => {
    const now = Date.now();
    await ensureEventPartitions(pool, new Date(now));
    const { attributes, data } = eventAt(now);
    const accepting = () =>
      acceptEvents(pool, [
        {
          identity: identityHash({ ...attributes, tenantId: attributes.tenantid }),
          origin: { topic: 'events', partition: 0, offset: 0n },
          event: { attributes, data },
        },
      ]);
    expect(await withCutLeadership(pool, accepting)).toMatchObject([{ kind: 'owner' }]);
  });

  it('forgets only cancellations made before it began', async () => {
    const [early, late] = [await released(0n), await released(1n)];
    const cancel = (id: string) =>
      inLedgerTransaction(pool, [], (transaction) => requestCancel(transaction, scope, id, 'key-1'));
    await cancel(early.invocationId);
    expect(await step()).toMatchObject({ kind: 'waiting' });
    await cancel(late.invocationId);
    cluster.commit('delivery', 'deliveries', 2n);
    expect(await step()).toMatchObject({ kind: 'finished' });
    const { rows } = await pool.query('SELECT invocation_id AS id FROM history.cancellations');
    expect(rows).toEqual([{ id: late.invocationId }]);
  });
});

describe('records that were gone before they were read', () => {
  const nextCut = async () => {
    await pool.query(`UPDATE history.cuts SET begun_at = begun_at - interval '30 seconds'`);
    return step();
  };
  const rematched = () => produced.map(({ headers }) => headers?.['casewire-uid']);

  it('have the events of their time rematched by the next cut, once', async () => {
    const now = Date.now();
    const [before, lost] = [eventAt(now - 2 * 60 * 60 * 1000), eventAt(now - 1_000)];
    await insertEvents(pool, [before, lost]);
    await released(0n);
    cluster.commit('delivery', 'deliveries', 1n);
    expect(await step()).toMatchObject({ kind: 'finished' });
    const other = { ...deliveryRecord(deliveryOf()), partition: 1 };
    await recorder.record(batchOf([other], [{ ...range('deliveries', 0n, 1n), partition: 1 }]));
    const after = deliveryOf();
    cluster.setEnd('deliveries', 6n);
    cluster.commit('delivery', 'deliveries', 6n);
    await recorder.record(
      batchOf(
        [deliveryRecord(after)],
        [
          { ...range('deliveries', 1n, 6n), firstOffset: 5n },
          { ...range('deliveries', 1n, 3n), partition: 1, firstOffset: 2n },
        ],
      ),
    );
    expect(rematched()).toEqual([]);
    expect(await nextCut()).toMatchObject({ kind: 'finished', findings: { eventsRematched: 1 } });
    expect(rematched()).toEqual([lost.uid]);
    expect(produced[0]).toMatchObject({
      topic: `${prefix}accepted.v1`,
      headers: { 'casewire-rematch': 'true' },
    });
    expect(await nextCut()).toMatchObject({ kind: 'finished', findings: { eventsRematched: 0 } });
  });

  it('are noticed also where no record follows them', async () => {
    const lost = eventAt(Date.now());
    await insertEvents(pool, [lost]);
    await released(0n);
    cluster.commit('delivery', 'deliveries', 4n);
    cluster.setEnd('deliveries', 4n);
    cluster.setStart('deliveries', 4n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { eventsRematched: 0 } });
    expect(await nextCut()).toMatchObject({ kind: 'finished', findings: { eventsRematched: 1 } });
    expect(await nextCut()).toMatchObject({ kind: 'finished', findings: { eventsRematched: 0 } });
    expect(rematched()).toEqual([lost.uid]);
  });
});

describe('a rematch', () => {
  /** An event, and a row that only an attempt of it tells of: its delivery record is gone. */
  const lostBody = async () => {
    const delivery = deliveryOf();
    await insertEvents(pool, [{ ...eventAt(delivery.acceptedAt), uid: delivery.eventUid }]);
    await recorder.record(batchOf([attemptRecord(delivery, { kind: 'retry', at: Date.now() }, attemptOf())]));
  };
  const lostDeliveries = async () => {
    await insertEvents(pool, [eventAt(Date.now())]);
    await released(0n);
    cluster.setEnd('deliveries', 4n);
    cluster.commit('delivery', 'deliveries', 4n);
    cluster.setStart('deliveries', 4n);
    expect(await step()).toMatchObject({ kind: 'finished' });
  };

  it.each([
    ['of a row without its delivery', lostBody],
    ['of a gap', lostDeliveries],
  ])('%s waits until matching, and then the ledger, have passed what was on its way', async (_, lose) => {
    await lose();
    await pool.query(`UPDATE history.cuts SET begun_at = begun_at - interval '30 seconds'`);
    cluster.setEnd('accepted', 2n);
    const isHeldBack = async () => {
      expect(await step()).toMatchObject({ kind: 'waiting', for: 'matching' });
      expect(await step()).toMatchObject({ kind: 'waiting', for: 'matching' });
      expect(produced).toEqual([]);
    };
    await isHeldBack();
    cluster.commit('matching', 'accepted', 1n);
    await isHeldBack();
    cluster.commit('matching', 'accepted', 2n);
    cluster.setEnd('ordered', 1n);
    await isHeldBack();
    await recorder.record(batchOf([], [range('ordered', 0n, 1n)]));
    expect(await step()).toMatchObject({ kind: 'finished' });
    expect(produced).toHaveLength(1);
  });

  it('that nothing asks for keeps no cut waiting for matching', async () => {
    await released(0n);
    cluster.commit('delivery', 'deliveries', 1n);
    cluster.setEnd('accepted', 2n);
    expect(await step()).toMatchObject({ kind: 'finished', findings: { releasedAgain: 1 } });
  });
});

describe('a restored ledger', () => {
  let watch: RestoreWatch;
  beforeEach(() => {
    watch = new RestoreWatch(pool, positions, logger);
  });
  const cut = () => runCutRound({ ...partsOf(positions), watch, logger, onFinished: () => undefined });
  /** History has read this far of the deliveries, and the topic ends there. */
  const setMark = (offset: bigint) => {
    cluster.commit('history', 'deliveries', offset);
    cluster.setEnd('deliveries', offset);
    watch.distrust();
  };

  it('releases and cuts nothing until it has passed the mark; until then its cursors resume at the restore', async () => {
    const before = await released(0n);
    expect(await watch.isCurrent()).toBe(true);
    setMark(3n);
    expect(await watch.isCurrent()).toBe(false);
    await cut();
    expect((await pool.query('SELECT 1 FROM history.cuts')).rowCount).toBe(0);

    const [first, second] = [deliveryOf(), deliveryOf()];
    await recorder.record(
      batchOf([deliveryRecord(first), deliveryRecord(second)], [range('deliveries', 1n, 3n)]),
    );
    const cursors = () =>
      Promise.all([before, first, second].map(({ invocationId }) => findCursor(pool, scope, invocationId)));
    expect(await cursors()).toMatchObject([
      { upwards: 1n, downwards: 1n },
      { upwards: 1n, downwards: 2n ** 63n - 1n },
      { upwards: 1n, downwards: 2n ** 63n - 1n },
    ]);
    expect(await watch.isCurrent()).toBe(true);
    // A reader who goes on from page to page comes to the end.
    expect(await cursors()).toMatchObject([{ upwards: 1n }, { upwards: 2n }, { upwards: 3n }]);
    await cut();
    expect((await pool.query('SELECT 1 FROM history.cuts')).rowCount).toBe(1);
  });

  it('passes what the lost ledger had done behind its mark too', async () => {
    await released(0n);
    setMark(2n);
    cluster.setEnd('deliveries', 3n);
    cluster.setEnd('attempts', 1n);
    expect(await watch.isCurrent()).toBe(false);
    await recorder.record(batchOf([], [range('deliveries', 1n, 3n)]));
    expect(await watch.isCurrent()).toBe(false);
    await recorder.record(batchOf([], [range('attempts', 0n, 1n)]));
    expect(await watch.isCurrent()).toBe(true);
  });

  it('that was restored again while it caught up begins anew', async () => {
    await released(0n);
    setMark(2n);
    expect(await watch.isCurrent()).toBe(false);
    setMark(3n);
    await recorder.record(batchOf([], [range('deliveries', 1n, 2n)]));
    expect(await watch.isCurrent()).toBe(false);
    await recorder.record(batchOf([], [range('deliveries', 2n, 3n)]));
    expect(await watch.isCurrent()).toBe(true);
    expect((await pool.query('SELECT 1 FROM history.restores')).rowCount).toBe(2);
  });

  it('has the process compare its positions before it is asked, and until that has succeeded', async () => {
    let asked = 0;
    watch.comparedBy(() => (++asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve()));
    expect(await watch.isCurrent()).toBe(true);
    expect(asked).toBe(0);
    watch.distrust();
    await expect(watch.isCurrent()).rejects.toThrow('away');
    expect(await watch.isCurrent()).toBe(true);
    watch.distrust();
    expect(await watch.isCurrent()).toBe(true);
    expect(asked).toBe(3);
  });

  it('keeps loops waiting that would change its invocations', async () => {
    await released(0n);
    let rounds = 0;
    const round = watch.whenCurrent(() => Promise.resolve(++rounds));
    setMark(2n);
    await round();
    expect(rounds).toBe(0);
    await recorder.record(batchOf([], [range('deliveries', 1n, 2n)]));
    await round();
    expect(rounds).toBe(1);
  });
});

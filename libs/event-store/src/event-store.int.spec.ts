import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { inTransaction } from '@casewire/database';
import { eventUid, identityHash, type AcceptedEvent } from '@casewire/events';
import { useDatabase } from '@casewire/testing/fixtures';
import {
  claimEvents,
  findClaims,
  findEvent,
  insertEvents,
  insertRejectedEvents,
  listEvents,
  listRejectedEvents,
  maintainEventPartitions,
  type RejectedEvent,
} from './index.ts';

const DAY_MS = 86_400_000;

const { pool } = useDatabase();

function request(id: string, offset: bigint, acceptedAt?: number) {
  const identity = identityHash({ tenantId: 'acme', environment: 'sandbox', source: '/claims', id });
  return {
    identity,
    origin: { topic: 'events', partition: 3, offset },
    ...(acceptedAt !== undefined && { acceptedAt }),
  };
}

function event(id: string, acceptedAt: number, tenantid = 'acme'): AcceptedEvent {
  const attributes = {
    id,
    source: '/events',
    type: 'workflow.completed',
    time: new Date(acceptedAt).toISOString(),
    tenantid,
    environment: 'sandbox' as const,
    subject: `run-${id}`,
  };
  const uid = eventUid(identityHash({ ...attributes, tenantId: tenantid }), acceptedAt);
  return { uid, acceptedAt, attributes, data: Buffer.from(`{"id": "${id}", "n": 1.50}`) };
}

describe('claims', () => {
  it('give an identity to its first record, also within one batch', async () => {
    const claims = await claimEvents(pool, [request('a', 1n), request('a', 2n), request('b', 3n)]);
    expect(claims.map(({ kind }) => kind)).toEqual(['owner', 'duplicate', 'owner']);
  });

  it('recognise the owner when its record is processed again, with the time of the first acceptance', async () => {
    const [first] = await claimEvents(pool, [request('again', 4n)]);
    expect(await claimEvents(pool, [request('again', 4n), request('again', 5n)])).toEqual([
      first,
      { kind: 'duplicate', acceptedAt: first?.acceptedAt },
    ]);
  });

  it('give an identity to one of many records that ask at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, offset) => claimEvents(pool, [request('raced', BigInt(offset))])),
    );
    expect(claims.flat().filter(({ kind }) => kind === 'owner')).toHaveLength(1);
  });

  it('are found across the end of a week', async () => {
    const lastWeek = Date.now() - 8 * DAY_MS;
    await claimEvents(pool, [request('old', 6n, lastWeek)]);
    expect(await claimEvents(pool, [request('old', 7n)])).toEqual([
      { kind: 'duplicate', acceptedAt: lastWeek },
    ]);
    const { identity } = request('old', 0n);
    expect(await findClaims(pool, [identity])).toEqual(new Map([[identity.toString('hex'), lastWeek]]));
  });

  it('are given to a batch that waited in different weeks, none of which has a partition', async () => {
    const [older, younger] = [Date.now() - 300 * DAY_MS, Date.now() - 200 * DAY_MS];
    const claims = await claimEvents(pool, [request('late', 10n, younger), request('later', 11n, older)]);
    expect(claims).toEqual([
      { kind: 'owner', acceptedAt: younger },
      { kind: 'owner', acceptedAt: older },
    ]);
  });

  it('are forgotten by whole weeks', async () => {
    await claimEvents(pool, [request('ancient', 8n, Date.now() - 20 * DAY_MS)]);
    await maintainEventPartitions(pool, new Date(Date.now() + 30 * DAY_MS), 365);
    expect(await claimEvents(pool, [request('ancient', 9n)])).toMatchObject([{ kind: 'owner' }]);
  });
});

describe('events', () => {
  it('are kept byte for byte, once', async () => {
    const kept = event('kept', Date.now());
    await insertEvents(pool, [kept]);
    await insertEvents(pool, [kept]);
    expect(await findEvent(pool, { tenantId: 'acme', environment: 'sandbox' }, kept.uid)).toEqual(kept);
  });

  it('are kept of a batch that waited on different days, none of which has a partition', async () => {
    const waited = [300, 200, 100].map((days) => event(`waited-${days}`, Date.now() - days * DAY_MS, 'late'));
    await insertEvents(pool, waited);
    const { rows } = await listEvents(
      pool,
      { tenantId: 'late', environment: 'sandbox' },
      {},
      { limit: 9, order: 'asc' },
    );
    expect(rows).toEqual(waited.map(({ data: _, ...listed }) => listed));
  });

  it('are invisible to other tenants and environments', async () => {
    const secret = event('secret', Date.now());
    await insertEvents(pool, [secret]);
    expect(await findEvent(pool, { tenantId: 'other', environment: 'sandbox' }, secret.uid)).toBeUndefined();
    expect(
      await findEvent(pool, { tenantId: 'acme', environment: 'production' }, secret.uid),
    ).toBeUndefined();
  });

  it('are paged through in both directions, and none is skipped', async () => {
    const scope = { tenantId: 'paged', environment: 'sandbox' as const };
    const events = Array.from({ length: 5 }, (_, index) => event(String(index), Date.now() + index, 'paged'));
    await insertEvents(pool, events);
    const uids = events.map(({ uid }) => uid);
    const read = async (page: {
      order: 'asc' | 'desc';
      after?: string | undefined;
      before?: string | undefined;
    }) => {
      const { rows, hasNext } = await listEvents(pool, scope, {}, { limit: 2, ...page });
      return { uids: rows.map(({ uid }) => uid), hasNext };
    };
    expect(await read({ order: 'asc' })).toEqual({ uids: [uids[0], uids[1]], hasNext: true });
    expect(await read({ order: 'asc', after: uids[3] })).toEqual({ uids: [uids[4]], hasNext: false });
    expect(await read({ order: 'asc', before: uids[4] })).toEqual({
      uids: [uids[2], uids[3]],
      hasNext: true,
    });
    expect(await read({ order: 'desc', after: uids[2] })).toEqual({
      uids: [uids[1], uids[0]],
      hasNext: false,
    });
  });

  it('are dropped by days once their retention has passed', async () => {
    const old = event('dropped', Date.now() - 5 * DAY_MS, 'retention');
    await insertEvents(pool, [old]);
    await maintainEventPartitions(pool, new Date(), 3);
    expect(await findEvent(pool, { tenantId: 'retention', environment: 'sandbox' }, old.uid)).toBeUndefined();
  });
});

describe('partitions', () => {
  it('are made and dropped beside a long reader, while claims and inserts go on', async () => {
    const far = new Date(Date.now() + 100 * DAY_MS);
    await inTransaction(pool, async (reader) => {
      await reader.query(
        'SELECT (SELECT count(*) FROM ingestion.claims), (SELECT count(*) FROM ingestion.events)',
      );
      const begunAt = performance.now();
      const now = Date.now();
      const [isComplete] = await Promise.all([
        maintainEventPartitions(pool, far, 1),
        ...Array.from({ length: 5 }, async (_, index) => {
          const added = event(`beside-${index}`, now, 'beside-a-reader');
          await insertEvents(pool, [added]);
          await claimEvents(pool, [
            { identity: randomBytes(32), origin: { topic: 't', partition: 0, offset: BigInt(index) } },
          ]);
        }),
      ]);
      expect(isComplete).toBe(false);
      expect(performance.now() - begunAt).toBeLessThan(2_000);
    });
    expect(await maintainEventPartitions(pool, far, 1)).toBe(true);
    const { rows } = await pool.query(
      `SELECT 1 FROM pg_inherits WHERE inhparent = 'ingestion.claims'::regclass`,
    );
    expect(rows).toHaveLength(3);
  });
});

describe('rejected events', () => {
  const rejected: RejectedEvent = {
    id: eventUid(
      identityHash({ tenantId: 'x', environment: 'sandbox', source: 'x', id: 'x' }),
      1_800_000_000_000,
    ),
    tenantId: 'acme',
    environment: 'sandbox',
    reason: 'invalid-json',
    path: '',
    message: 'is not JSON',
    origin: { topic: 'events', partition: 0, offset: 17n },
    key: null,
    headers: { 'content-type': 'application/json' },
    value: Buffer.from([0, 255, 10]),
    truncated: false,
    rejectedAt: new Date(1_800_000_000_000),
  };

  it('are listed once for their tenant and for the operator, not for others', async () => {
    await insertRejectedEvents(pool, [rejected]);
    await insertRejectedEvents(pool, [
      {
        ...rejected,
        id: eventUid(identityHash({ tenantId: 'y', environment: 'sandbox', source: 'y', id: 'y' }), 1),
      },
    ]);
    const page = { limit: 10, order: 'desc' as const };
    const list = async (tenantId?: string) =>
      (
        await listRejectedEvents(
          pool,
          tenantId === undefined ? {} : { tenantId, environment: 'sandbox' },
          page,
        )
      ).rows;
    const { key: _key, value: _value, ...listed } = rejected;
    expect(await list('acme')).toEqual([{ ...listed, bytes: 3 }]);
    expect(await list()).toEqual([{ ...listed, bytes: 3 }]);
    expect(await list('other')).toEqual([]);
  });
});

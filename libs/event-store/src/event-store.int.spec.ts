import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { inTransaction, type Pool, type PoolClient } from '@casewire/database';
import { eventUid, identityHash, type AcceptedEvent } from '@casewire/events';
import { eventually } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import {
  acceptEvents,
  findClaims,
  findEvent,
  insertRejectedEvents,
  listEvents,
  listRejectedEvents,
  maintainEventPartitions,
  reserveClaims,
  type AcceptRequest,
  type RejectedEvent,
} from './index.ts';

const DAY_MS = 86_400_000;

const { pool } = useDatabase();
let nextOffset = 0n;

/** A request to accept the record of an event at an offset. */
function request(id: string, offset: bigint, acceptedAt?: number): AcceptRequest {
  const { attributes, data } = event(id, acceptedAt ?? 0);
  return {
    identity: identityHash({ ...attributes, tenantId: attributes.tenantid }),
    origin: { topic: 'events', partition: 3, offset },
    ...(acceptedAt !== undefined && { acceptedAt }),
    event: { attributes, data },
  };
}

/** Accepts records of events, each at an offset of its own. */
async function accept(events: readonly AcceptedEvent[], client: Pool | PoolClient = pool): Promise<void> {
  const claims = await acceptEvents(
    client,
    events.map(({ acceptedAt, attributes, data }) => ({
      identity: identityHash({ ...attributes, tenantId: attributes.tenantid }),
      origin: { topic: 'accepted', partition: 0, offset: nextOffset++ },
      acceptedAt,
      event: { attributes, data },
    })),
  );
  expect(claims.map(({ kind }) => kind)).toEqual(events.map(() => 'owner'));
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
    const claims = await acceptEvents(pool, [request('a', 1n), request('a', 2n), request('b', 3n)]);
    expect(claims.map(({ kind }) => kind)).toEqual(['owner', 'duplicate', 'owner']);
  });

  it('recognise the owner when its record is processed again, with the time of the first acceptance', async () => {
    const [first] = await acceptEvents(pool, [request('again', 4n)]);
    expect(await acceptEvents(pool, [request('again', 4n), request('again', 5n)])).toEqual([
      first,
      { kind: 'duplicate', acceptedAt: first?.acceptedAt },
    ]);
  });

  it('give an identity to one of many records that ask at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, offset) => acceptEvents(pool, [request('raced', BigInt(offset))])),
    );
    expect(claims.flat().filter(({ kind }) => kind === 'owner')).toHaveLength(1);
  });

  it('are found across the end of a week', async () => {
    const lastWeek = Date.now() - 8 * DAY_MS;
    await acceptEvents(pool, [request('old', 6n, lastWeek)]);
    expect(await acceptEvents(pool, [request('old', 7n)])).toEqual([
      { kind: 'duplicate', acceptedAt: lastWeek },
    ]);
    const { identity } = request('old', 0n);
    expect(await findClaims(pool, [identity])).toEqual(new Map([[identity.toString('hex'), lastWeek]]));
  });

  it('are given to a batch that waited in different weeks, none of which has a partition', async () => {
    const [older, younger] = [Date.now() - 300 * DAY_MS, Date.now() - 200 * DAY_MS];
    const claims = await acceptEvents(pool, [request('late', 10n, younger), request('later', 11n, older)]);
    expect(claims).toEqual([
      { kind: 'owner', acceptedAt: younger },
      { kind: 'owner', acceptedAt: older },
    ]);
  });

  it('of racing requests are reserved with one time, which the first record takes over', async () => {
    const { identity } = request('reserved', 0n);
    const times = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        reserveClaims(pool, [{ identity, acceptedAt: 1_000 * index + Date.now() }]),
      ),
    );
    const [acceptedAt, ...others] = new Set(times.map((time) => time.get(identity.toString('hex'))));
    expect(others).toEqual([]);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, offset) => acceptEvents(pool, [request('reserved', BigInt(offset))])),
    );
    expect(claims.flat().filter(({ kind }) => kind === 'owner')).toHaveLength(1);
    expect(new Set(claims.flat().map((claim) => claim.acceptedAt))).toEqual(new Set([acceptedAt]));
    const owner = claims.findIndex(([claim]) => claim?.kind === 'owner');
    expect(await acceptEvents(pool, [request('reserved', BigInt(owner))])).toEqual(claims[owner]);
    expect(await reserveClaims(pool, [{ identity, acceptedAt: Date.now() }])).toEqual(times[0]);
  });

  it('of batches that take the same reservations over at once do not wait for each other for ever', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `crossed-${index}`);
    const acceptedAt = Date.now();
    await reserveClaims(
      pool,
      names.map((name) => ({ identity: request(name, 0n).identity, acceptedAt })),
    );
    const batches = [names, names.toReversed(), names.toSorted(), names].map((each, batch) =>
      acceptEvents(
        pool,
        each.map((name, index) => request(name, BigInt(1_000 * batch + index))),
      ),
    );
    const claims = (await Promise.all(batches)).flat();
    expect(claims.filter(({ kind }) => kind === 'owner')).toHaveLength(names.length);
  });

  it('are forgotten by whole weeks', async () => {
    await acceptEvents(pool, [request('ancient', 8n, Date.now() - 20 * DAY_MS)]);
    await maintainEventPartitions(pool, new Date(Date.now() + 30 * DAY_MS), 365);
    expect(await acceptEvents(pool, [request('ancient', 9n)])).toMatchObject([{ kind: 'owner' }]);
  });
});

describe('events', () => {
  it('are kept byte for byte, once', async () => {
    const kept = event('kept', Date.now());
    const batch = [request('kept', 12n, kept.acceptedAt), request('beside', 13n)];
    const other = { ...kept, data: Buffer.from('{}') };
    for (const { data } of [kept, other]) {
      const claims = await acceptEvents(
        pool,
        batch.map((each) => ({ ...each, event: { ...each.event, data } })),
      );
      expect(claims.map(({ kind }) => kind)).toEqual(['owner', 'owner']);
    }
    expect(await findEvent(pool, { tenantId: 'acme', environment: 'sandbox' }, kept.uid)).toEqual(kept);
  });

  it('of duplicates are not kept, and those of reservations and of new identities are, under the uids of their claims', async () => {
    const reserved = request('kept-reserved', 14n);
    await reserveClaims(pool, [{ identity: reserved.identity, acceptedAt: Date.now() - 60_000 }]);
    const batch = [
      reserved,
      request('kept-reserved', 15n),
      request('kept-new', 16n),
      request('kept-received', 17n, Date.now() - 30_000),
    ];
    const claims = await acceptEvents(pool, batch);
    expect(claims.map(({ kind }) => kind)).toEqual(['owner', 'duplicate', 'owner', 'owner']);
    for (const [index, { identity, event: content }] of batch.entries()) {
      const uid = eventUid(identity, claims[index]?.acceptedAt ?? NaN);
      expect(await findEvent(pool, { tenantId: 'acme', environment: 'sandbox' }, uid)).toMatchObject(content);
    }
    const { rows } = await pool.query(
      "SELECT 1 FROM ingestion.events WHERE attributes->>'id' = 'kept-reserved'",
    );
    expect(rows).toHaveLength(1);
  });

  it('are kept of a batch that waited on different days, none of which has a partition', async () => {
    const waited = [300, 200, 100].map((days) => event(`waited-${days}`, Date.now() - days * DAY_MS, 'late'));
    await accept(waited);
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
    await accept([secret]);
    expect(await findEvent(pool, { tenantId: 'other', environment: 'sandbox' }, secret.uid)).toBeUndefined();
    expect(
      await findEvent(pool, { tenantId: 'acme', environment: 'production' }, secret.uid),
    ).toBeUndefined();
  });

  it('are paged through in both directions, and none is skipped', async () => {
    const scope = { tenantId: 'paged', environment: 'sandbox' as const };
    const events = Array.from({ length: 5 }, (_, index) => event(String(index), Date.now() + index, 'paged'));
    await accept(events);
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

  it('that become visible late stand behind every event that a reader has seen', async () => {
    const scope = { tenantId: 'followed', environment: 'sandbox' as const };
    const late = event('late', Date.now() - 60_000, 'followed');
    const [first, second] = ['1', '2'].map((id, index) => event(id, Date.now() + index, 'followed'));
    if (first === undefined || second === undefined) throw new Error('two events are made');
    await accept([first]);
    const follow = async (after: string) => {
      const { rows } = await listEvents(pool, scope, {}, { order: 'asc', limit: 9, after });
      return rows.map(({ uid }) => uid);
    };
    expect(await follow(first.uid)).toEqual([]);
    await accept([late]);
    await accept([second]);
    expect(await follow(first.uid)).toEqual([late.uid, second.uid]);
    expect(await follow(late.uid)).toEqual([second.uid]);
  });

  it('are not overtaken by events of a later writer while they are being stored', async () => {
    const scope = { tenantId: 'overtaken', environment: 'sandbox' as const };
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      const { rows } = await listEvents(pool, scope, {}, { order: 'asc', limit: 9, after: seen.at(-1) });
      seen.push(...rows.map(({ uid }) => uid));
    };
    const [first, second] = ['1', '2'].map((id) => event(id, Date.now(), 'overtaken'));
    if (first === undefined || second === undefined) throw new Error('two events are made');
    const client = await pool.connect();
    await client.query('BEGIN');
    await accept([first], client);
    const stored = accept([second]);
    await eventually(async () => {
      const waiting = `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`;
      const { rows } = await listEvents(pool, scope, {}, { order: 'asc', limit: 9 });
      expect((await pool.query(waiting)).rows.length + rows.length).toBeGreaterThan(0);
    });
    await read();
    await client.query('COMMIT');
    client.release();
    await stored;
    await read();
    expect(seen).toEqual([first.uid, second.uid]);
  });

  it('are followed without a gap while many writers add them, some of them late', async () => {
    const scope = { tenantId: 'raced', environment: 'sandbox' as const };
    const written: string[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < 20; round++) {
        const acceptedAt = Date.now() - 10_000 * writer;
        const batch = ['a', 'b', 'c'].map((id) => event(`${writer}-${round}-${id}`, acceptedAt, 'raced'));
        await accept(batch);
        written.push(...batch.map(({ uid }) => uid));
      }
    };
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      const { rows } = await listEvents(pool, scope, {}, { order: 'asc', limit: 7, after: seen.at(-1) });
      seen.push(...rows.map(({ uid }) => uid));
    };
    const done = new AbortController();
    const writers = Promise.all([0, 1, 2, 3].map(write)).finally(() => {
      done.abort();
    });
    while (!done.signal.aborted) await read();
    await writers;
    while (seen.length < written.length) {
      const before = seen.length;
      await read();
      if (seen.length === before) break;
    }
    expect(seen.toSorted()).toEqual(written.toSorted());
  });

  it('are dropped by days once their retention has passed', async () => {
    const old = event('dropped', Date.now() - 5 * DAY_MS, 'retention');
    await accept([old]);
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
      const now = Date.now();
      // None of these could end before the reader does, if it waited for the reader.
      const [isComplete] = await Promise.all([
        maintainEventPartitions(pool, far, 1),
        ...Array.from({ length: 5 }, async (_, index) => {
          const added = event(`beside-${index}`, now, 'beside-a-reader');
          await accept([added]);
          await reserveClaims(pool, [{ identity: randomBytes(32), acceptedAt: now }]);
        }),
      ]);
      expect(isComplete).toBe(false);
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
    ...{
      eventId: 'e-1',
      type: 'claim.paid',
      subject: 'case-1',
      runtimeId: 'run-1',
      correlationId: 'trace-1',
    },
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
          {},
          page,
        )
      ).rows;
    const { key: _key, value: _value, ...listed } = rejected;
    expect(await list('acme')).toEqual([{ ...listed, bytes: 3 }]);
    expect(await list()).toEqual([{ ...listed, bytes: 3 }]);
    expect(await list('other')).toEqual([]);
  });
});

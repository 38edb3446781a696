import { describe, expect, it } from '@jest/globals';
import { timeOrderedUuid } from '@casewire/events';
import { useDatabase } from '@casewire/testing/fixtures';
import { randomBytes } from 'node:crypto';
import {
  deleteOldRuns,
  dropOldStateChanges,
  ensureRunPartitions,
  findPreviousState,
  recordRunEnds,
  recordStateChanges,
  type ToldStateChange,
} from './index.ts';

const DAY_MS = 86_400_000;
const { pool } = useDatabase();

function run(runId: string) {
  return { tenantId: 'acme', environment: 'sandbox' as const, runId };
}

function told(runId: string, state: string, previousState?: string, at = Date.now()): ToldStateChange {
  return { ...run(runId), eventUid: timeOrderedUuid(at, randomBytes(10)), state, previousState };
}

async function previousOf(changes: readonly ToldStateChange[]) {
  const previous = await recordStateChanges(pool, changes);
  return changes.map(({ eventUid }) => previous.get(eventUid));
}

describe('recordStateChanges', () => {
  it('decides by the previous state that the event tells, else by the last state of the run', async () => {
    const changes = [
      told('a', 'one'),
      told('a', 'two'),
      told('b', 'one'),
      told('a', 'three', 'zero'),
      told('a', 'four'),
    ];
    expect(await previousOf(changes)).toEqual([null, 'one', null, 'zero', 'three']);
    expect(await previousOf([told('a', 'five')])).toEqual(['four']);
  });

  it('decides the same when any part is processed again, alone or among new events', async () => {
    const changes = ['one', 'two', 'two', 'three'].map((state) => told('again', state));
    const first = await previousOf(changes);
    expect(await previousOf(changes.slice(1, 3))).toEqual(first.slice(1, 3));
    expect(await previousOf([...changes, told('again', 'four')])).toEqual([...first, 'three']);
    expect(await previousOf([changes[0] ?? told('again', ''), told('again', 'five')])).toEqual([
      null,
      'four',
    ]);
  });

  it('decides once where two processes have the same events', async () => {
    const changes = ['one', 'two', 'three'].map((state) => told('raced', state));
    const all = await Promise.all(Array.from({ length: 8 }, () => previousOf(changes)));
    expect(new Set(all.map((previous) => JSON.stringify(previous)))).toEqual(new Set(['[null,"one","two"]']));
  });

  it('keeps apart runs of other tenants and environments', async () => {
    await recordStateChanges(pool, [told('apart', 'one')]);
    expect(await previousOf([{ ...told('apart', 'two'), tenantId: 'other' }])).toEqual([null]);
    expect(await previousOf([{ ...told('apart', 'two'), environment: 'production' }])).toEqual([null]);
  });

  it('takes any state that JSON can spell, however long', async () => {
    const [odd, long] = ['a\u0000b\ud800', 'x'.repeat(100_000)];
    expect(await previousOf([told('odd', odd), told('odd', long), told('odd', 'end')])).toEqual([
      null,
      'a\uFFFDb\uFFFD',
      'x'.repeat(512),
    ]);
  });

  it('makes the partition of an event that waited for long', async () => {
    expect(await previousOf([told('late', 'one', undefined, Date.now() - 20 * DAY_MS)])).toEqual([null]);
  });
});

describe('findPreviousState', () => {
  it('answers for a processed event as it was decided, and for a new one as it would be', async () => {
    const [first, second] = [told('found', 'one'), told('found', 'two')];
    await recordStateChanges(pool, [first, second]);
    expect(await findPreviousState(pool, run('found'), first.eventUid)).toBeUndefined();
    expect(await findPreviousState(pool, run('found'), second.eventUid)).toBe('one');
    expect(await findPreviousState(pool, run('found'), told('found', 'three').eventUid)).toBe('two');
    expect(await findPreviousState(pool, run('unknown'), told('unknown', 'one').eventUid)).toBeUndefined();
  });
});

describe('recordRunEnds', () => {
  it('keeps the first end of a run, whatever comes later or twice', async () => {
    const [first, later] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-02T00:00:00Z')];
    await recordStateChanges(pool, [told('ended', 'approved')]);
    await recordRunEnds(pool, [
      { ...run('ended'), endedAt: first },
      { ...run('ended'), endedAt: later },
    ]);
    await recordRunEnds(pool, [{ ...run('ended'), endedAt: later }]);
    const { rows } = await pool.query(`SELECT state, ended_at FROM matching.runs WHERE run_id = 'ended'`);
    expect(rows).toEqual([{ state: 'approved', ended_at: first }]);
  });
});

describe('retention', () => {
  it('drops decisions about events by days, and keeps the last states', async () => {
    const old = told('kept', 'one', undefined, Date.now() - 5 * DAY_MS);
    await recordStateChanges(pool, [old]);
    await ensureRunPartitions(pool, new Date());
    await dropOldStateChanges(pool, new Date(), 3);
    const { rows } = await pool.query('SELECT 1 FROM matching.state_changes WHERE event_uid = $1', [
      old.eventUid,
    ]);
    expect(rows).toEqual([]);
    expect(await findPreviousState(pool, run('kept'), old.eventUid)).toBe('one');
  });

  it('removes runs without news for long, in bounded batches', async () => {
    await recordStateChanges(pool, [told('old-1', 'one'), told('old-2', 'one'), told('young', 'one')]);
    await pool.query(
      `UPDATE matching.runs SET told_at = now() - interval '10 days' WHERE run_id LIKE 'old-%'`,
    );
    const before = new Date(Date.now() - 5 * DAY_MS);
    expect([await deleteOldRuns(pool, before, 1), await deleteOldRuns(pool, before, 5)]).toEqual([1, 1]);
    expect(await findPreviousState(pool, run('young'), told('young', 'two').eventUid)).toBe('one');
  });
});

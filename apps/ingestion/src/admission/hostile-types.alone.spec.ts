import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { insertEventType, insertTenant } from '@casewire/testing';
import { cpuMs, cpuOfTurns, leastMs } from '@casewire/testing/cpu';
import { hostileSchemas } from '@casewire/testing/generators';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readStructured } from './envelope.ts';
import { EventJudge, type Verdict } from './event-judge.ts';
import { TenantDirectory } from './tenant-directory.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** CPU between two turns of the event loop: 50 ms are promised; code is not warm here. */
const MAX_TURN_MS = 100;

const MAX_EVENT_BYTES = 4 * 1024 * 1024;

const { pool } = useDatabase();
let judge: EventJudge;

beforeAll(async () => {
  for (const tenantId of ['hostile', 'good']) await insertTenant(pool, tenantId);
});

const newJudge = () => new EventJudge(new TenantDirectory(pool), MAX_EVENT_BYTES);

beforeEach(() => {
  judge = newJudge();
});

/** Of a judge that has compiled nothing yet. */
function longestTurnMs(work: () => Promise<unknown>, bound = MAX_TURN_MS): Promise<number> {
  return leastMs(bound, async () => {
    judge = newJudge();
    return (await cpuOfTurns(work)).longestMs;
  });
}

/** Stores a type as an older version of Casewire may have: without any limit. */
async function store(type: string, schema: object, tenantId = 'hostile'): Promise<void> {
  await insertEventType(pool, tenantId, type, schema);
}

interface Published {
  readonly type: string;
  readonly data: unknown;
  readonly tenantId?: string;
}

function judged(events: readonly Published[]): Promise<Verdict[]> {
  const arrivals = events.map(({ type, data, tenantId = 'hostile' }, index) => {
    const event = { specversion: '1.0', id: String(index), source: '/s', type, data };
    return {
      reading: readStructured(Buffer.from(JSON.stringify(event))),
      defaults: { tenantId, environment: 'sandbox' as const, receivedAt: 0 },
    };
  });
  return judge.judge(arrivals);
}

async function reasonsOf(events: readonly Published[]): Promise<string[]> {
  const verdicts = await judged(events);
  return verdicts.map((verdict) => (verdict.kind === 'admitted' ? 'admitted' : verdict.rejection.reason));
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const good: Published = { type: 'APPLICANT', data: {}, tenantId: 'good' };
const slow = (count: number) => ({ pattern: `^(a|b)*a(a|b){${count}}[bd]$` });

describe('an event of a hostile type', () => {
  it('is rejected alone where its schema, stored before the limits, is a bomb', async () => {
    await store('bomb', {
      $defs: { a: { anyOf: [...times(1_000, () => ({ not: {} })), {}] } },
      allOf: times(100, () => ({ $ref: '#/$defs/a' })),
    });
    await store('bomb.of.patterns', { anyOf: times(11, (index) => slow(890 + index)) });
    let verdicts: Verdict[] = [];
    const longestMs = await longestTurnMs(async () => {
      verdicts = await judged([
        { type: 'bomb', data: {} },
        good,
        { type: 'bomb.of.patterns', data: 'a' },
        { type: 'bomb', data: {} },
      ]);
    });
    expect(longestMs).toBeLessThan(MAX_TURN_MS);
    const rejection = (message: RegExp) => ({
      kind: 'rejected',
      rejection: {
        reason: 'unusable-schema',
        path: 'type',
        message: expect.stringMatching(message) as unknown,
      },
    });
    expect(verdicts).toMatchObject([
      rejection(/2001 subschemas.* for \/\$defs\/a\/anyOf; at most 2000: /),
      { kind: 'admitted' },
      rejection(/instructions in the programs of its patterns.*; at most 10000: /),
      rejection(/subschemas/),
    ]);
  });

  it('is rejected alone where checking it takes too much, and says why', async () => {
    await store('slow', { properties: { s: { anyOf: [slow(890), { type: 'string' }] } } });
    const verdicts = await judged([
      ...times(6, () => ({ type: 'slow', data: { s: 'a'.repeat(1_000) } })),
      { type: 'slow', data: { s: 'ab' } },
      good,
    ]);
    expect(verdicts.slice(0, 6)).toMatchObject(
      times(6, () => ({
        rejection: {
          reason: 'validation-too-expensive',
          path: 'data',
          message: expect.stringMatching(/^must take at most \d+ steps to check \(rule cost\)/),
        },
      })),
    );
    expect(verdicts.slice(6)).toMatchObject([{ kind: 'admitted' }, { kind: 'admitted' }]);
  });

  it('does not keep a batch waiting for long, however many there are', async () => {
    await store('slow', { properties: { s: { anyOf: [slow(890), { type: 'string' }] } } });
    await store('usual', { type: 'object', properties: { amount: { type: 'number' } } });
    const hostile = times(500, () => ({ type: 'slow', data: { s: 'a'.repeat(1_000) } }));
    await judged(hostile.slice(0, 50));
    let reasons: string[] = [];
    const judgeAll = async () => {
      reasons = await reasonsOf([...hostile, { type: 'usual', data: { amount: 1 } }, good]);
    };
    const longestMs = await longestTurnMs(judgeAll);
    expect(reasons).toEqual([...times(500, () => 'validation-too-expensive'), 'admitted', 'admitted']);
    expect(longestMs).toBeLessThan(MAX_TURN_MS);
    // 0.3 s are stated.
    expect(await leastMs(1_500, async () => (await cpuOfTurns(judgeAll)).totalMs)).toBeLessThan(1_500);
  });

  it('says where the events beside it have taken what was left', async () => {
    await store('costly', { properties: { s: { anyOf: [slow(60), { type: 'string' }] } } });
    const costly = { type: 'costly', data: { s: 'ab'.repeat(200) } };
    const verdicts = await judged(times(300, () => costly));
    expect(verdicts[0]).toMatchObject({ kind: 'admitted' });
    expect(verdicts[299]).toMatchObject({
      rejection: { message: expect.stringContaining('have taken too many steps together') as unknown },
    });
    expect(await reasonsOf([costly])).toEqual(['admitted']);
  });

  it('never holds the event loop, whatever its schema and data are', async () => {
    await fc.assert(
      fc.asyncProperty(hostileSchemas, async ({ schema, data }) => {
        await store('any', schema);
        let reasons: string[] = [];
        const events = [...times(3, () => ({ type: 'any', data })), good];
        // Parsing the data is not what is measured here.
        const parsing = cpuMs(() =>
          events.map((event) => readStructured(Buffer.from(JSON.stringify(event)))),
        );
        const bound = MAX_TURN_MS + parsing;
        const longestMs = await longestTurnMs(async () => {
          reasons = await reasonsOf(events);
        }, bound);
        expect(longestMs).toBeLessThan(bound);
        expect(reasons[3]).toBe('admitted');
      }),
      { numRuns: 60 },
    );
  });
});

describe('the types of a tenant', () => {
  /** About 1.5 MB when it is compiled: 40 of them are kept. */
  const generous = (number: number) => ({
    allOf: times(8, (index) => ({ pattern: `^[a-z]{0,${500 + index}}(?:${number})?$` })),
  });

  it('take bounded memory while they are used in turn', async () => {
    await Promise.all(times(120, (number) => store(`type.${number}`, generous(number))));
    const use = async (from: number, to: number) => {
      for (let number = from; number < to; number += 4) {
        const events = times(4, (index) => ({ type: `type.${number + index}`, data: 'abc' }));
        expect(await reasonsOf(events)).toEqual(times(4, () => 'admitted'));
      }
      collectGarbage();
      return process.memoryUsage().heapUsed / 1024 / 1024;
    };
    const [half, all] = [await use(0, 60), await use(60, 120)];
    expect(all - half).toBeLessThan(16);
  });

  it('are compiled again exactly when they have changed', async () => {
    const verdictOn = async (data: unknown) => (await reasonsOf([{ type: 'changing', data }]))[0];
    await store('changing', { type: 'string' });
    expect([await verdictOn('x'), await verdictOn(1)]).toEqual(['admitted', 'invalid-data']);
    await pool.query(
      `UPDATE subscriptions.event_types SET schema = '{"type": "number"}' WHERE type = 'changing'`,
    );
    expect([await verdictOn('x'), await verdictOn(1)]).toEqual(['admitted', 'invalid-data']);
    await pool.query(
      `UPDATE subscriptions.event_types SET updated_at = updated_at + interval '1 ms' WHERE type = 'changing'`,
    );
    expect([await verdictOn('x'), await verdictOn(1)]).toEqual(['invalid-data', 'admitted']);
    await pool.query(`DELETE FROM subscriptions.event_types WHERE type = 'changing'`);
    expect(await verdictOn(1)).toBe('unknown-event-type');
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { holderKey, type Holder } from '@casewire/shares';
import { eventually } from '@casewire/testing';
import fc from 'fast-check';
import { Lanes, type LaneLimits } from './lanes.ts';

describe('Lanes', () => {
  let now: number;
  let log: string[];
  /** Ends each attempt that is under way, by its name. */
  let finish: Map<string, () => void>;
  /** In how many milliseconds each deferred delivery comes back, by its name. */
  let delays: Map<string, number>;
  /** The tenant of a webhook. Default: all webhooks are of one tenant. */
  let tenantOf: (webhookId: string) => Holder;

  const wide: LaneLimits = {
    maxRunning: 100,
    maxHeld: 100_000,
    maxHeldBytes: 1_000_000,
    maxWaitMs: 5000,
    maxStartsPerTurn: Infinity,
  };
  const lanesWith = (limits: Partial<LaneLimits> = {}) =>
    new Lanes({ ...wide, ...limits }, { now: () => now, random: () => 0 });

  beforeEach(() => {
    now = 1_000_000;
    log = [];
    finish = new Map();
    delays = new Map();
    tenantOf = () => ({ tenantId: 'acme', environment: 'production' });
  });

  function submit(lanes: Lanes, webhookId: string, name: string, limit = 1, bytes = 1): void {
    lanes.submit(webhookId, tenantOf(webhookId), limit, {
      bytes,
      isBacklog: name.startsWith('held'),
      run() {
        log.push(`run ${name}`);
        return new Promise((resolve) => finish.set(name, resolve));
      },
      defer(delayMs) {
        log.push(`defer ${name}`);
        delays.set(name, delayMs);
      },
      abandon() {
        log.push(`abandon ${name}`);
      },
    });
  }

  async function end(name: string, durationMs = 0): Promise<void> {
    now += durationMs;
    finish.get(name)?.();
    finish.delete(name);
    await turn();
  }

  it('runs as many of one webhook as its limit allows, in order', async () => {
    const lanes = lanesWith();
    for (const name of ['a1', 'a2', 'a3']) submit(lanes, 'a', name, 2);
    expect(log).toEqual(['run a1', 'run a2']);
    await end('a2');
    expect(log).toEqual(['run a1', 'run a2', 'run a3']);
  });

  it('takes turns between a backlog and live traffic of a webhook, and fills its places with either alone', async () => {
    const lanes = lanesWith();
    for (const name of ['held1', 'held2', 'held3', 'held4']) submit(lanes, 'a', name, 2);
    expect(log).toEqual(['run held1', 'run held2']);
    for (const name of ['a1', 'a2', 'a3', 'a4']) submit(lanes, 'a', name, 2);
    for (const name of ['held1', 'held2', 'a1', 'held3', 'a2', 'held4']) await end(name);
    expect(log.slice(2)).toEqual(['run a1', 'run held3', 'run a2', 'run held4', 'run a3', 'run a4']);
  });

  it('leaves other work its turns of the event loop while many attempts can start', async () => {
    const lanes = lanesWith({ maxStartsPerTurn: 1 });
    for (const name of ['a1', 'a2', 'a3']) submit(lanes, 'a', name, 5);
    expect(log).toEqual(['run a1']);
    await turn();
    expect(log).toEqual(['run a1', 'run a2']);
    submit(lanes, 'b', 'b1');
    for (let turns = 0; turns < 3; turns++) await turn();
    expect(log.toSorted()).toEqual(['run a1', 'run a2', 'run a3', 'run b1']);
  });

  it('defers nothing for want of a turn of the event loop', async () => {
    const lanes = lanesWith({ maxStartsPerTurn: 6 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']) submit(lanes, 'a', name, 6);
    submit(lanes, 'a', 'overdue', 6);
    now += 6000;
    lanes.deferOverdue();
    await turn();
    for (const name of ['a7', 'a8', 'a9', 'b1', 'b2', 'b3', 'a10', 'a11'])
      submit(lanes, name.slice(0, 1), name, 11);
    expect(log.filter((line) => line.startsWith('defer'))).toEqual(['defer overdue']);
    await turn();
    expect(log).toContain('run a11');
  });

  it('lets webhooks take turns when the process is full', async () => {
    const lanes = lanesWith({ maxRunning: 1 });
    for (const name of ['a1', 'a2', 'a3']) submit(lanes, 'a', name, 5);
    for (const name of ['b1', 'b2']) submit(lanes, 'b', name, 5);
    for (const name of ['a1', 'a2', 'b1', 'a3', 'b2']) await end(name);
    expect(log).toEqual(['run a1', 'run a2', 'run b1', 'run a3', 'run b2']);
    expect(lanes).toMatchObject({ running: 0, queued: 0 });
  });

  it('defers what has waited too long, and from then on whatever cannot start at once', async () => {
    const lanes = lanesWith();
    for (const name of ['a1', 'a2', 'a3']) submit(lanes, 'a', name);
    now += 5000;
    lanes.deferOverdue();
    expect(log).toEqual(['run a1']);
    now += 1;
    lanes.deferOverdue();
    submit(lanes, 'a', 'a4');
    submit(lanes, 'b', 'b1');
    expect(log).toEqual(['run a1', 'defer a2', 'defer a3', 'defer a4', 'run b1']);
    await end('a1');
    submit(lanes, 'a', 'a5');
    submit(lanes, 'a', 'a6');
    expect(log.slice(5)).toEqual(['run a5']);
    expect(lanes.queued).toBe(1);
  });

  it('spreads deferred deliveries at the pace of the receiver', async () => {
    const lanes = lanesWith({ maxHeld: 3 });
    submit(lanes, 'a', 'a0');
    submit(lanes, 'a', 'a1');
    await end('a0', 6000);
    for (let sent = 2; sent < 6; sent += 1) submit(lanes, 'a', `a${sent}`);
    // One attempt was assumed to last a second and lasted six: the average moved a fifth of the way.
    expect([...delays.values()].slice(1, 3)).toEqual([1000 + 2 * 2000, 1000 + 3 * 2000]);
  });

  it('defers nothing for longer than the trouble has lasted: at least 30 seconds, at most ten minutes', () => {
    const lanes = lanesWith({ maxHeld: 3 });
    submit(lanes, 'a', 'a0');
    submit(lanes, 'a', 'a1');
    const longestAfter = (elapsedMs: number): number => {
      now += elapsedMs;
      delays.clear();
      for (let sent = 0; sent < 1000; sent += 1) submit(lanes, 'a', `a${sent}`);
      return Math.max(...delays.values());
    };
    const seconds = (count: number) => expect.closeTo(count * 1000, -3);
    expect(longestAfter(1)).toEqual(seconds(30));
    for (const each of [20, 20, 20]) expect(longestAfter(each * 1000)).toBeLessThanOrEqual(60_000);
    expect(longestAfter(20_000)).toEqual(seconds(80));
    for (let minute = 0; minute < 10; minute += 1) longestAfter(60_000);
    expect(longestAfter(60_000)).toEqual(seconds(600));
    expect(longestAfter(601_000)).toEqual(seconds(30));
  });

  it('takes an attempt to need as long as none has ended', () => {
    const lanes = lanesWith({ maxHeld: 3 });
    submit(lanes, 'a', 'a1', 2);
    submit(lanes, 'a', 'a2', 2);
    now += 20_000;
    submit(lanes, 'a', 'a3', 2);
    submit(lanes, 'a', 'a4', 2);
    expect([...delays.values()]).toEqual([11_000, 21_000]);
  });

  describe('when the time of day is set back by an hour', () => {
    afterEach(() => {
      jest.restoreAllMocks();
    });

    it('defer what has waited too long all the same, and what they defer later by no less than before', async () => {
      const timeOfDay = Date.now.bind(Date);
      let setBackByMs = 0;
      jest.spyOn(Date, 'now').mockImplementation(() => timeOfDay() - setBackByMs);
      jest.resetModules();
      // Loaded again, so that a clock that it holds since it was loaded is set back too.
      const loaded = await import('./lanes.ts');
      const lanes = new loaded.Lanes({ ...wide, maxHeld: 3, maxWaitMs: 50 });
      submit(lanes, 'a', 'a1');
      submit(lanes, 'a', 'a2');
      setBackByMs = 3_600_000;
      await eventually(() => {
        lanes.deferOverdue();
        expect(log).toEqual(['run a1', 'defer a2']);
      });
      await end('a1');
      for (const name of ['a3', 'a4', 'a5']) submit(lanes, 'a', name);
      expect(log.slice(2)).toEqual(['run a3', 'defer a5']);
      for (const delayMs of delays.values()) expect(delayMs).toBeGreaterThanOrEqual(1000);
    });
  });

  describe('of several tenants', () => {
    beforeEach(() => {
      tenantOf = (webhookId) => ({
        tenantId: webhookId.slice(0, 1),
        environment: webhookId.endsWith('s') ? 'sandbox' : 'production',
      });
    });

    it('leave a quarter of the places free beside one that hangs, whatever its webhooks may do at once', () => {
      const lanes = lanesWith({ maxRunning: 8 });
      for (let index = 0; index < 20; index++)
        submit(lanes, index % 2 === 0 ? 'a1s' : 'a2s', `a${index}`, 1000);
      expect(log).toHaveLength(6);
      submit(lanes, 'b', 'b1');
      expect(log.at(-1)).toBe('run b1');
      expect(lanes).toMatchObject({ running: 7, queued: 14 });
    });

    it('take turns, and production goes before the sandbox of its tenant', async () => {
      const lanes = lanesWith({ maxRunning: 1 });
      for (const name of ['as1', 'as2', 'as3']) submit(lanes, 'a1s', name, 5);
      for (const name of ['b1', 'b2']) submit(lanes, 'b', name, 5);
      submit(lanes, 'a2', 'ap1', 5);
      for (const name of ['as1', 'ap1', 'b1', 'as2', 'b2']) await end(name);
      expect(log.map((line) => line.slice(4))).toEqual(['as1', 'ap1', 'b1', 'as2', 'b2', 'as3']);
    });

    it('defer what exceeds the share of memory, and keep room for the others', () => {
      const lanes = lanesWith({ maxHeldBytes: 100 });
      for (const name of ['a1', 'a2', 'a3', 'a4']) submit(lanes, 'a', name, 1, 25);
      submit(lanes, 'b', 'b1', 1, 10);
      expect(log).toEqual(['run a1', 'defer a4', 'run b1']);
    });

    it('defer what exceeds the share of deliveries that wait, and keep room for the others', () => {
      const lanes = lanesWith({ maxHeld: 4 });
      for (const name of ['a1', 'a2', 'a3', 'a4']) submit(lanes, 'a', name);
      submit(lanes, 'b', 'b1');
      expect(log).toEqual(['run a1', 'defer a4', 'run b1']);
    });

    /** A delivery arrives, one that is under way ends, or time passes. */
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('submit' as const),
        webhook: fc.constantFrom('a1', 'a2', 'a3s', 'b1', 'b2s', 'c1'),
        limit: fc.integer({ min: 1, max: 8 }),
        bytes: fc.integer({ min: 0, max: 40 }),
      }),
      fc.record({ kind: fc.constant('end' as const), which: fc.nat(1_000) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 4_000 }) }),
    );
    /** Of a delivery whose name begins with its webhook. */
    const holderOf = (name: string) => holderKey(tenantOf(name.split(' ')[0] ?? ''));

    it('keep within every bound, answer each delivery once, and start a newcomer while a place is free', async () => {
      const limits = { maxRunning: 6, maxHeld: 12, maxHeldBytes: 100 };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
          const lanes = lanesWith(limits);
          log = [];
          finish = new Map();
          delays = new Map();
          const bytesOf = new Map<string, number>();
          const ended = new Set<string>();
          for (const each of steps) {
            if (each.kind === 'submit') {
              const name = `${each.webhook} ${bytesOf.size}`;
              bytesOf.set(name, each.bytes);
              const isNewcomer = ![...finish.keys()].some((other) => holderOf(other) === holderOf(name));
              const hasRoom = lanes.running < limits.maxRunning && lanes.queued === 0;
              submit(lanes, each.webhook, name, each.limit, each.bytes);
              if (isNewcomer && hasRoom && !delays.has(name)) expect(log).toContain(`run ${name}`);
            } else if (each.kind === 'end') {
              const name = [...finish.keys()][each.which % Math.max(1, finish.size)];
              if (name === undefined) continue;
              await end(name);
              ended.add(name);
            } else {
              now += each.ms;
              lanes.deferOverdue();
            }
            const held = [...bytesOf].filter(([name]) => !ended.has(name) && !delays.has(name));
            expect(lanes.running).toBe(finish.size);
            expect(lanes.running).toBeLessThanOrEqual(limits.maxRunning);
            expect(lanes.running + lanes.queued).toBe(held.length);
            expect(held.length).toBeLessThanOrEqual(limits.maxHeld);
            expect(held.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(limits.maxHeldBytes);
            const answered = log.map((line) => line.replace(/^\w+ /, ''));
            expect(new Set(answered).size).toBe(answered.length);
            expect(answered.length + lanes.queued).toBe(bytesOf.size);
          }
        }),
      );
    });
  });

  it('abandons what waits and finishes what runs', async () => {
    const lanes = lanesWith();
    for (const name of ['a1', 'a2']) submit(lanes, 'a', name);
    lanes.abandonQueued();
    await end('a1');
    expect(log).toEqual(['run a1', 'abandon a2']);
    expect(lanes).toMatchObject({ running: 0, queued: 0 });
  });
});

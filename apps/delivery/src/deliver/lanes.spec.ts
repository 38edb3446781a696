import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Lanes } from './lanes.ts';

describe('Lanes', () => {
  let now: number;
  let log: string[];
  let finish: Map<string, () => void>;
  let dueAt: Map<string, number>;

  const lanesWith = (limits: Partial<ConstructorParameters<typeof Lanes>[0]> = {}) =>
    new Lanes(
      { maxRunning: 100, maxQueuedPerLane: 100, maxWaitMs: 5000, ...limits },
      { now: () => now, random: () => 0 },
    );

  beforeEach(() => {
    now = 1_000_000;
    log = [];
    finish = new Map();
    dueAt = new Map();
  });

  function submit(lanes: Lanes, webhookId: string, name: string, limit = 1): void {
    lanes.submit(webhookId, limit, {
      run() {
        log.push(`run ${name}`);
        return new Promise((resolve) => finish.set(name, resolve));
      },
      defer(at) {
        log.push(`defer ${name}`);
        dueAt.set(name, at);
      },
      abandon() {
        log.push(`abandon ${name}`);
      },
    });
  }

  async function end(name: string, durationMs = 0): Promise<void> {
    now += durationMs;
    finish.get(name)?.();
    await turn();
  }

  it('runs as many of one webhook as its limit allows, in order', async () => {
    const lanes = lanesWith();
    for (const name of ['a1', 'a2', 'a3']) submit(lanes, 'a', name, 2);
    expect(log).toEqual(['run a1', 'run a2']);
    await end('a2');
    expect(log).toEqual(['run a1', 'run a2', 'run a3']);
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

  it('spreads deferred deliveries at the pace of the receiver, at most ten minutes ahead', async () => {
    const lanes = lanesWith({ maxQueuedPerLane: 1 });
    submit(lanes, 'a', 'a0');
    submit(lanes, 'a', 'a1');
    await end('a0', 6000);
    for (let sent = 2; sent < 1000; sent += 1) submit(lanes, 'a', `a${sent}`);
    // One attempt was assumed to last a second and lasted six: the average moved a fifth of the way.
    const at = [...dueAt.values()];
    expect(at.slice(1, 3).map((due) => due - now)).toEqual([1000 + 2 * 2000, 1000 + 3 * 2000]);
    expect(Math.max(...at) - now).toBeLessThanOrEqual(600_000);
  });

  it('defers beyond the longest queue', () => {
    const lanes = lanesWith({ maxQueuedPerLane: 2 });
    for (const name of ['a1', 'a2', 'a3', 'a4']) submit(lanes, 'a', name);
    expect(log).toEqual(['run a1', 'defer a4']);
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

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Lanes, type WebhookRate } from './lanes.ts';

const limits = {
  maxRunning: 100,
  maxHeld: 10_000,
  maxHeldBytes: 1_000_000,
  maxWaitMs: 10_000,
  maxStartsPerTurn: Infinity,
};
const tenant = { tenantId: 'acme', environment: 'sandbox' } as const;

describe('Lanes of webhooks that have a rate', () => {
  let lanes: Lanes;
  /** When each delivery was started, in milliseconds since the beginning. */
  let starts: number[];
  let begunAt: number;
  let deferred: { readonly delayMs: number; readonly reason: string }[];

  beforeEach(() => {
    jest.useFakeTimers();
    lanes = new Lanes(limits);
    starts = [];
    deferred = [];
    begunAt = performance.now();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function submit(rate: Partial<WebhookRate> | undefined, comesBack = false): void {
    const whole = rate && { perSecond: 1, known: {}, isReturning: false, ...rate };
    const job = {
      bytes: 1,
      isBacklog: false,
      run: () => {
        starts.push(Math.round(performance.now() - begunAt));
        return Promise.resolve();
      },
      defer: (delayMs: number, reason: string) => {
        deferred.push({ delayMs, reason });
        if (comesBack)
          setTimeout(() => {
            submit({ ...rate, isReturning: true }, true);
          }, delayMs);
      },
      abandon: () => undefined,
    };
    lanes.submit('wh', tenant, 10, job, whole);
  }

  const advance = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('start them at their rate, and defer those that would wait for more than half of the longest wait', async () => {
    for (let each = 0; each < 12; each++) submit({ perSecond: 2 });
    await advance(60_000);
    expect(starts).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000]);
    expect(deferred).toEqual([{ delayMs: 5_500, reason: 'rate-limited' }]);
  });

  it.each([0.2, 1, 5, 50])(
    'deliver a backlog at %d a second over a minute, each deferred once at most',
    async (perSecond) => {
      const backlog = 70 * perSecond;
      for (let each = 0; each < backlog; each++) submit({ perSecond }, true);
      await advance(60_000);
      expect(Math.abs(starts.length - 60 * perSecond)).toBeLessThanOrEqual(Math.max(1, 6 * perSecond));
      await advance(60_000);
      expect(starts).toHaveLength(backlog);
      expect(deferred.length).toBeLessThanOrEqual(backlog);
    },
  );

  it('put deliveries that come for the first time behind those that were deferred', async () => {
    for (let each = 0; each < 10; each++) submit({}, true);
    await advance(1_000);
    submit({}, true);
    expect(deferred.at(-1)).toEqual({ delayMs: 9_000, reason: 'rate-limited' });
    await advance(20_000);
    expect(starts).toHaveLength(11);
    expect(deferred).toHaveLength(11 - 6);
  });

  it('follow a rate that is changed, and forget one that is taken away', async () => {
    for (let each = 0; each < 3; each++) submit({ perSecond: 0.5 });
    submit({ perSecond: 10 });
    await advance(1_000);
    expect(starts).toHaveLength(4);
    for (let each = 0; each < 10; each++) submit(undefined);
    await advance(0);
    expect(starts).toHaveLength(14);
  });

  it('remember the rate of a webhook while nothing of it is there, until its bucket is full', async () => {
    submit({ perSecond: 0.1 });
    await advance(3_000);
    lanes.deferOverdue();
    submit({ perSecond: 0.1 });
    expect(deferred).toEqual([{ delayMs: 7_000, reason: 'rate-limited' }]);
    await advance(60_000);
    lanes.deferOverdue();
    submit({ perSecond: 0.1 });
    await advance(0);
    expect(starts).toEqual([0, 63_000]);
  });

  it('leave nothing behind that would start when all that waits is abandoned', async () => {
    for (let each = 0; each < 3; each++) submit({});
    lanes.abandonQueued();
    await advance(10_000);
    expect(starts).toEqual([0]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

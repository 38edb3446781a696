import { createLogger, createMetrics } from '@casewire/observability';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Loop, type Round } from './loop.ts';
import { createLoops } from './loops.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

const ignore = (): void => undefined;

function start(round: Round): Loop {
  const loop = new Loop('spec', round);
  loop.start({ onSuccess: ignore, onFailure: ignore });
  return loop;
}

describe('a loop', () => {
  it('waits between rounds as long as each says', async () => {
    let rounds = 0;
    start(() => Promise.resolve(++rounds * 100));
    await jest.advanceTimersByTimeAsync(0);
    expect(rounds).toBe(1);
    await jest.advanceTimersByTimeAsync(99);
    expect(rounds).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(rounds).toBe(2);
    await jest.advanceTimersByTimeAsync(200);
    expect(rounds).toBe(3);
  });

  it('can be woken earlier, not later, also while a round is under way', async () => {
    let rounds = 0;
    const loop = start(() => {
      rounds++;
      if (rounds === 1) loop.wakeIn(5);
      return Promise.resolve(1000);
    });
    await jest.advanceTimersByTimeAsync(5);
    expect(rounds).toBe(2);
    loop.wakeIn(10);
    loop.wakeIn(5000);
    await jest.advanceTimersByTimeAsync(10);
    expect(rounds).toBe(3);
  });

  it('repeats a round that fails after a pause, which a wake-up during that round does not shorten', async () => {
    let rounds = 0;
    const loop = start(() => {
      rounds++;
      if (rounds > 1) return 1000;
      loop.wakeIn(0);
      throw new Error('away');
    });
    await jest.advanceTimersByTimeAsync(1_999);
    expect(rounds).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(rounds).toBe(2);
  });

  it('ends after the round that is under way', async () => {
    let finish: (delayMs: number) => void = () => undefined;
    let rounds = 0;
    const loop = start(() => {
      rounds++;
      return new Promise((resolve) => (finish = resolve));
    });
    await jest.advanceTimersByTimeAsync(0);
    let ended = false;
    const ending = loop.stop().then(() => (ended = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    finish(0);
    await ending;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(1);
  });

  it('begins nothing when it is woken before its start or after its end', async () => {
    let rounds = 0;
    const loop = new Loop('spec', () => ++rounds);
    loop.wakeIn(0);
    await loop.stop();
    loop.wakeIn(0);
    loop.start({ onSuccess: ignore, onFailure: ignore });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(0);
  });
});

describe('the loops of a service', () => {
  it('show their rounds in its metrics, and their failures in its log', async () => {
    jest.setSystemTime(1_000_000);
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const metrics = createMetrics('spec');
    let rounds = 0;
    const loops = createLoops(
      [
        new Loop('steady', () => 60_000),
        new Loop('shaky', () => (++rounds === 2 ? Promise.reject(new Error('away')) : 1_000)),
      ],
      { logger: createLogger({ name: 'spec', level: 'info', destination }), metrics },
    );
    const samples = async () =>
      (await metrics.registry.metrics())
        .split('\n')
        .filter((line) => /^casewire_loop_(failures|last|round_duration_seconds_count)/.test(line))
        .map((line) => line.replace(/^casewire_loop_|,?service="spec",?/g, ''));
    expect(await samples()).toEqual([
      'failures_total{loop="steady"} 0',
      'failures_total{loop="shaky"} 0',
      'last_success_timestamp_seconds{loop="steady"} 0',
      'last_success_timestamp_seconds{loop="shaky"} 0',
    ]);
    loops.start();
    await jest.advanceTimersByTimeAsync(3_001);
    await loops.stop();
    expect(await samples()).toEqual([
      'round_duration_seconds_count{loop="steady"} 1',
      'round_duration_seconds_count{loop="shaky"} 3',
      'failures_total{loop="steady"} 0',
      'failures_total{loop="shaky"} 1',
      'last_success_timestamp_seconds{loop="steady"} 1000',
      'last_success_timestamp_seconds{loop="shaky"} 1003',
    ]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'warn', loop: 'shaky', error: { message: 'away' } },
    ]);
  });
});

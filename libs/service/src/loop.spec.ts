import { createLogger } from '@casewire/observability';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Loop, type Round } from './loop.ts';

const logger = createLogger({ name: 'spec', level: 'silent' });

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function start(round: Round): Loop {
  const loop = new Loop('spec', round, logger);
  loop.onApplicationBootstrap();
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

  it('survives a round that fails', async () => {
    let rounds = 0;
    start(() => (++rounds === 1 ? Promise.reject(new Error('away')) : Promise.resolve(1000)));
    await jest.advanceTimersByTimeAsync(2_000);
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
    const ending = loop.onModuleDestroy().then(() => (ended = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    finish(0);
    await ending;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(1);
  });
});

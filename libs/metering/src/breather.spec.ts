import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Breather } from './breather.ts';

/** Work of about so many milliseconds. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Turns of the event loop while something runs. */
async function turnsDuring(running: Promise<unknown>): Promise<number> {
  let turns = 0;
  const state = { isOver: false };
  void running.finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    await nextTurn();
    turns++;
  }
  return turns;
}

async function workFor(pieces: number, ms: number): Promise<void> {
  const breather = new Breather();
  for (let piece = 0; piece < pieces; piece++) {
    await breather.pause();
    work(ms);
  }
}

describe('Breather', () => {
  it('gives the event loop a turn after some milliseconds of work', async () => {
    expect(await turnsDuring(workFor(20, 3))).toBeGreaterThanOrEqual(10);
  });

  it('does not hold short work up', async () => {
    expect(await turnsDuring(workFor(1_000, 0))).toBeLessThan(100);
  });

  it('lets many that have little to do work in one turn', async () => {
    const all = Promise.all(Array.from({ length: 500 }, () => workFor(3, 0)));
    expect(await turnsDuring(all)).toBeLessThan(50);
  });

  it('gives it as many turns however many work at a time', async () => {
    const all = Promise.all(Array.from({ length: 10 }, () => workFor(4, 6)));
    expect(await turnsDuring(all)).toBeGreaterThanOrEqual(40);
  });

  it('lets those who wait go on in the order in which they asked', async () => {
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3].map(async (number) => {
        await new Breather().pause();
        order.push(number);
        work(6);
      }),
    );
    expect(order).toEqual([0, 1, 2, 3]);
  });
});

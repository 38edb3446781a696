import { describe, expect, it } from '@jest/globals';
import { startUntilDone } from './start-until-done.ts';

class Away extends Error {}

function options(signal = new AbortController().signal) {
  const pauses: number[] = [];
  return {
    signal,
    firstDelayMs: 1,
    isTransient: (error: unknown) => error instanceof Away,
    onRetry: (_error: unknown, delayMs: number) => pauses.push(delayMs),
    pauses,
  };
}

describe('startUntilDone', () => {
  it('repeats with growing pauses what is only away', async () => {
    const given = options();
    let calls = 0;
    await startUntilDone(() => {
      calls += 1;
      return calls < 4 ? Promise.reject(new Away()) : Promise.resolve();
    }, given);
    expect([calls, given.pauses]).toEqual([4, [1, 2, 4]]);
  });

  it('gives up at once on anything else', async () => {
    const given = options();
    const work = () => Promise.reject(new Error('topic is misconfigured'));
    await expect(startUntilDone(work, given)).rejects.toThrow('topic is misconfigured');
    expect(given.pauses).toEqual([]);
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const given = { ...options(controller.signal), firstDelayMs: 60_000 };
    const waiting = startUntilDone(() => Promise.reject(new Away()), {
      ...given,
      onRetry: () => {
        controller.abort();
      },
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { HttpError } from '../http-error.ts';
import { AddressRace, type Attempt, type AttemptEvents } from './address-race.ts';

/** What an address does, and after how many milliseconds; one without a time does nothing. */
interface Address {
  readonly name: string;
  readonly opens: boolean;
  readonly afterMs: number | undefined;
}

const MAX_PARALLEL = 4;

/** Races the addresses by a clock of the test. @returns the one that opened, or the error, and what was going on meanwhile */
function race(addresses: readonly Address[], timeMs: number) {
  let running = 0;
  let mostRunning = 0;
  let outcome: string | HttpError | undefined;
  const begin = (name: string, { onOpened, onFailed }: AttemptEvents<string>): Attempt => {
    const { opens, afterMs } = addresses.find((each) => each.name === name) ?? { opens: false, afterMs: 0 };
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    const end = () => {
      running -= 1;
      if (opens) onOpened(name);
      else onFailed(new HttpError('connection-error', 'refused'));
    };
    const timer = afterMs === undefined ? undefined : setTimeout(end, afterMs);
    return {
      cancel() {
        clearTimeout(timer);
        running -= 1;
      },
    };
  };
  const settle = (settled: string | HttpError) => {
    expect(outcome).toBeUndefined();
    outcome = settled;
  };
  const started = new AddressRace(
    addresses.map(({ name }) => name),
    { begin, timeMs, onOpened: settle, onFailed: settle },
  );
  jest.advanceTimersByTime(timeMs);
  outcome ??= started.giveUp();
  expect(running).toBe(0);
  expect(jest.getTimerCount()).toBe(0);
  return { outcome, mostRunning };
}

const silent = (name: string): Address => ({ name, opens: false, afterMs: undefined });
const open = (name: string, afterMs: number): Address => ({ name, opens: true, afterMs });
const refused = (name: string, afterMs: number): Address => ({ name, opens: false, afterMs });
const named = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('AddressRace', () => {
  it('finds the one address of many that works, and has no more than four tries going', () => {
    const addresses = [...named(19).map(silent), open('last', 1)];
    expect(race(addresses, 1000)).toEqual({ outcome: 'last', mostRunning: MAX_PARALLEL });
  });

  it('leaves a slow address all of the time when there are few', () => {
    expect(race([open('slow', 699), refused('other', 1), silent('third')], 700).outcome).toBe('slow');
  });

  it('goes on at once when an address fails', () => {
    const addresses = [...named(50).map((name) => refused(name, 1)), open('last', 1)];
    expect(race(addresses, 100).outcome).toBe('last');
  });

  it('names what failed for each, the first eight', () => {
    const { outcome } = race(
      named(10).map((name) => refused(name, 0)),
      100,
    );
    expect(outcome).toMatchObject({ code: 'connection-error' });
    expect((outcome as HttpError).message).toBe(
      `no address of the receiver works (${named(8)
        .map((name) => `${name}: refused`)
        .join('; ')}; and 2 more)`,
    );
  });

  it('opens if any address opens within its equal part of the time, and leaves nothing running', () => {
    const timeMs = 1200;
    const kind = fc.record({
      opens: fc.boolean(),
      part: fc.option(fc.double({ min: 0, max: 0.99, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(kind, { minLength: 1, maxLength: 20 }), (kinds) => {
        const addresses = kinds.map(({ opens, part }, index) => ({
          name: `a${index}`,
          opens,
          afterMs: part === null ? undefined : Math.floor((part * timeMs) / kinds.length),
        }));
        const { outcome, mostRunning } = race(addresses, timeMs);
        const working = addresses.filter(({ opens, afterMs }) => opens && afterMs !== undefined);
        expect(typeof outcome === 'string').toBe(working.length > 0);
        if (typeof outcome === 'string') expect(working.map(({ name }) => name)).toContain(outcome);
        expect(mostRunning).toBeLessThanOrEqual(MAX_PARALLEL);
      }),
      { numRuns: 1000 },
    );
  });
});

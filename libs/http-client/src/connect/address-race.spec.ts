import { describe, expect, it } from '@jest/globals';
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

/** Races the addresses. @returns the one that opened, or the error, and what was going on meanwhile */
async function race(addresses: readonly Address[], timeMs: number) {
  let running = 0;
  let mostRunning = 0;
  const tried = new Set<string>();
  const begin = (name: string, { onOpened, onFailed }: AttemptEvents<string>): Attempt => {
    const { opens, afterMs } = addresses.find((each) => each.name === name) ?? { opens: false, afterMs: 0 };
    tried.add(name);
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
  const outcome = await new Promise<string | HttpError>((resolve) => {
    const names = addresses.map(({ name }) => name);
    const options = { begin, timeMs, onOpened: resolve, onFailed: resolve };
    const started = new AddressRace(names, options);
    setTimeout(() => {
      resolve(started.giveUp());
    }, timeMs + 100);
  });
  return { outcome, running, mostRunning, tried };
}

const silent = (name: string): Address => ({ name, opens: false, afterMs: undefined });
const open = (name: string, afterMs: number): Address => ({ name, opens: true, afterMs });
const refused = (name: string, afterMs: number): Address => ({ name, opens: false, afterMs });
const named = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);

describe('AddressRace', () => {
  it('finds the one address of many that works, and has no more than four tries going', async () => {
    const addresses = [...named(19).map(silent), open('last', 1)];
    const { outcome, mostRunning, running } = await race(addresses, 1000);
    expect(outcome).toBe('last');
    expect(mostRunning).toBe(MAX_PARALLEL);
    expect(running).toBe(0);
  });

  it('leaves a slow address all of the time when there are few', async () => {
    expect((await race([open('slow', 500), refused('other', 1), silent('third')], 700)).outcome).toBe('slow');
  });

  it('goes on at once when an address fails', async () => {
    const addresses = [...named(50).map((name) => refused(name, 1)), open('last', 1)];
    expect((await race(addresses, 1000)).outcome).toBe('last');
  });

  it('names what failed for each, the first eight', async () => {
    const { outcome } = await race(
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

  it('opens if any address opens within a fair part of the time, and leaves nothing running', async () => {
    const timeMs = 1200;
    const address = fc.record({
      opens: fc.boolean(),
      afterMs: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    });
    const lists = fc.array(fc.array(address, { minLength: 1, maxLength: 12 }), {
      minLength: 20,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(lists, async (cases) => {
        const races = cases.map(async (kinds) => {
          const addresses = kinds.map((kind, index) => ({ ...kind, name: `a${index}` }));
          const { outcome, running, mostRunning } = await race(addresses, timeMs);
          const working = addresses.filter(({ opens, afterMs }) => opens && afterMs !== undefined);
          expect(typeof outcome === 'string').toBe(working.length > 0);
          if (typeof outcome === 'string') expect(working.map(({ name }) => name)).toContain(outcome);
          expect(running).toBe(0);
          expect(mostRunning).toBeLessThanOrEqual(MAX_PARALLEL);
        });
        await Promise.all(races);
      }),
      { numRuns: 3 },
    );
  });
});

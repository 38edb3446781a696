import { describe, expect, it } from '@jest/globals';
import { hasPassed, toNoted } from './positions.ts';

const log = (start: bigint, end: bigint) => ({ start: new Map([[0, start]]), end: new Map([[0, end]]) });

describe('hasPassed', () => {
  it.each([
    ['the position reaches it', true, 10n, log(0n, 20n)],
    ['the position is before it', false, 9n, log(0n, 20n)],
    ['the log starts at it: retention or deletion', true, 3n, log(10n, 20n)],
    ['the log ends before it: the topic was made again', true, 3n, log(0n, 9n)],
    ['the log ends at it', false, 3n, log(0n, 10n)],
  ] as const)('%s: %s', (_, expected, position, bounds) => {
    expect(hasPassed({ '0': '10' }, new Map([[0, position]]), bounds)).toBe(expected);
  });

  it('counts a reader that has not begun as standing at the start', () => {
    expect(hasPassed({ '0': '0' }, new Map(), log(0n, 0n))).toBe(true);
    expect(hasPassed({ '0': '1' }, new Map(), log(0n, 1n))).toBe(false);
  });

  it('needs every partition', () => {
    const bounds = {
      start: new Map(),
      end: new Map([
        [0, 5n],
        [1, 5n],
      ]),
    };
    expect(
      hasPassed(
        { '0': '5', '1': '5' },
        new Map([
          [0, 5n],
          [1, 4n],
        ]),
        bounds,
      ),
    ).toBe(false);
    expect(
      hasPassed(
        { '0': '5', '1': '5' },
        new Map([
          [0, 5n],
          [1, 5n],
        ]),
        bounds,
      ),
    ).toBe(true);
  });

  it('keeps offsets beyond what a number holds', () => {
    expect(toNoted(new Map([[0, 9_007_199_254_740_993n]]))).toEqual({ '0': '9007199254740993' });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Shares } from './shares.ts';

/** Takes one after the other until nothing more may be taken. */
function takeAll(shares: Shares, holder: string): number {
  while (shares.take(holder));
  return shares.heldBy(holder);
}

describe('a share', () => {
  it.each([
    [1, 1],
    [2, 1],
    [4, 3],
    [1_024, 768],
    [16_000, 12_000],
  ])('of a pool of %d is at most %d, alone', (size, most) => {
    expect(takeAll(new Shares(size), 'a')).toBe(most);
  });

  it.each([1, 2, 3, 10])('is 3/(3n+4) of the pool beside %d others that hold all they may', (others) => {
    const shares = new Shares(10_000);
    const holders = Array.from({ length: others + 1 }, (_, index) => `holder ${index}`);
    // In turns, so that none comes when others hold more than they would get now.
    while (holders.filter((holder) => shares.take(holder)).length > 0);
    for (const holder of holders)
      expect(Math.abs(shares.heldBy(holder) - (10_000 * 3) / (3 * others + 4))).toBeLessThanOrEqual(3);
  });

  it('leaves room for a newcomer beside those that hold all they may', () => {
    const shares = new Shares(1_024);
    const first = ['a', 'b', 'c', 'd'].map((holder) => takeAll(shares, holder));
    expect(first).toEqual([768, 192, 48, 12]);
    expect(shares.take('e')).toBe(true);
  });

  it('may be a single amount that fits into what is free, for whoever has nothing', () => {
    const shares = new Shares(100);
    expect(shares.take('a', 60)).toBe(true);
    expect(shares.take('b', 41)).toBe(false);
    expect(shares.take('b', 40)).toBe(true);
    expect(shares.free).toBe(0);
  });

  it('may be the whole pool for an amount that is larger than it', () => {
    const shares = new Shares(100);
    expect(shares.take('a', 1_000)).toBe(true);
    expect(shares.take('b')).toBe(false);
    shares.giveBack('a', 1_000);
    expect(shares.free).toBe(100);
  });
});

describe('whatever holders take and give back', () => {
  const step = fc.record({
    holder: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'newcomer'),
    amount: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 50 })),
    gives: fc.boolean(),
  });

  it('no more is held than there is, whoever has nothing takes what fits, and others at most three times what is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(step, { maxLength: 200 }), (size, steps) => {
        const shares = new Shares(size);
        const taken: { holder: string; amount: number }[] = [];
        for (const { holder, amount, gives } of steps) {
          const own = taken.findIndex((each) => each.holder === holder);
          if (gives && own >= 0) {
            const [given] = taken.splice(own, 1);
            shares.giveBack(holder, given?.amount);
            continue;
          }
          const heldBefore = shares.heldBy(holder);
          const fits = Math.min(amount, size) <= shares.free;
          const took = shares.take(holder, amount);
          if (took) taken.push({ holder, amount });
          if (heldBefore === 0) expect(took).toBe(fits);
          else if (took) expect(shares.heldBy(holder)).toBeLessThanOrEqual(3 * shares.free);
        }
        const held = taken.reduce((sum, each) => sum + Math.min(each.amount, size), 0);
        expect(held).toBe(size - shares.free);
        expect(held).toBeLessThanOrEqual(size);
      }),
    );
  });
});

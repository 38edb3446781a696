import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reconcile } from './reconcile.ts';

interface Item {
  readonly like: string;
  readonly from: 'existing' | 'wanted';
}

const items = (from: Item['from']) =>
  fc.array(fc.constantFrom('a', 'b', 'c')).map((likes) => likes.map((like): Item => ({ like, from })));

const likes = (list: readonly Item[]) => list.map(({ like }) => like).sort();

describe('reconcile', () => {
  it('keeps what is alike, in the new order', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((like): Item => ({ like, from: 'existing' }));
    const wanted = ['c', 'd', 'a'].map((like): Item => ({ like, from: 'wanted' }));
    expect(reconcile([a, b, c] as Item[], wanted, ({ like }) => like)).toEqual({
      current: [c, wanted[1], a],
      added: [wanted[1]],
      removed: [b],
    });
  });

  it('makes of any list any other, adding and removing no more than it has to', () => {
    fc.assert(
      fc.property(items('existing'), items('wanted'), (existing, wanted) => {
        const { current, added, removed } = reconcile(existing, wanted, ({ like }) => like);
        expect(current.map(({ like }) => like)).toEqual(wanted.map(({ like }) => like));
        expect(likes([...current, ...removed])).toEqual(likes([...existing, ...added]));
        expect(added.some(({ like }) => removed.some((other) => other.like === like))).toBe(false);
        expect(current.filter(({ from }) => from === 'wanted')).toEqual(added);
      }),
    );
  });
});

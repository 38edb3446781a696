import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keysetScan, MAX_PAGE_BYTES, toListed, type KeysetPage, type Listed } from './keyset.ts';

/** Reads a page of letters as PostgreSQL would. */
function read(letters: readonly string[], page: KeysetPage): Listed<string> {
  const { above, below, direction } = keysetScan(page);
  const rows = letters
    .filter((letter) => above === undefined || letter > above)
    .filter((letter) => below === undefined || letter < below)
    .toSorted((one, other) => (direction === 'ASC' ? 1 : -1) * (one < other ? -1 : 1))
    .slice(0, page.limit + 1);
  return toListed(rows, page);
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

describe('a page by keyset', () => {
  it('begins at an end of the list, behind a position, or ends in front of one', () => {
    expect(read(letters, { order: 'asc', limit: 2 })).toEqual({ rows: ['a', 'b'], hasNext: true });
    expect(read(letters, { order: 'desc', limit: 2 })).toEqual({ rows: ['g', 'f'], hasNext: true });
    expect(read(letters, { order: 'asc', limit: 3, after: 'd' })).toEqual({
      rows: ['e', 'f', 'g'],
      hasNext: false,
    });
    expect(read(letters, { order: 'asc', limit: 2, before: 'd' })).toEqual({
      rows: ['b', 'c'],
      hasNext: true,
    });
    expect(read(letters, { order: 'desc', limit: 2, before: 'd' })).toEqual({
      rows: ['f', 'e'],
      hasNext: true,
    });
    expect(read(letters, { order: 'desc', limit: 9, after: 'f', before: 'b' }).rows).toEqual(['e', 'd', 'c']);
    expect(read(letters, { order: 'asc', limit: 9, after: 'b', before: 'e' }).rows).toEqual(['c', 'd']);
  });

  it('ends with the row that fills it, and has a row however large that is', () => {
    const page = { order: 'asc', limit: 4 } as const;
    const sized = (...sizes: number[]) => toListed(sizes, page, (bytes) => bytes);
    const half = MAX_PAGE_BYTES / 2;
    expect(sized(half, half, 1)).toEqual({ rows: [half, half], hasNext: true });
    expect(sized(half - 1, half, 1)).toEqual({ rows: [half - 1, half, 1], hasNext: false });
    expect(sized(MAX_PAGE_BYTES * 2, 1)).toEqual({ rows: [MAX_PAGE_BYTES * 2], hasNext: true });
    expect(sized(1, 2, 3, 4, 5)).toEqual({ rows: [1, 2, 3, 4], hasNext: true });
    expect(toListed([half, half, 1], { ...page, before: 'x' }, (bytes) => bytes).rows).toEqual([half, half]);
  });

  it.each(['after', 'before'] as const)('followed by %s shows everything once', (position) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 })),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('asc' as const, 'desc' as const),
        (list, limit, order) => {
          const seen: string[] = [];
          let page = read(list, { order, limit, ...(position === 'before' && { before: beyond(order) }) });
          for (;;) {
            seen.push(...(position === 'after' ? page.rows : page.rows.toReversed()));
            const edge = position === 'after' ? page.rows.at(-1) : page.rows[0];
            if (!page.hasNext || edge === undefined) break;
            page = read(list, { order, limit, [position]: edge });
          }
          const sorted = list.toSorted((one, other) => (one < other ? -1 : 1));
          const ascending = (order === 'asc') === (position === 'after');
          expect(seen).toEqual(ascending ? sorted : sorted.toReversed());
        },
      ),
    );
  });
});

/** A position behind the end of every list. */
function beyond(order: 'asc' | 'desc'): string {
  return order === 'asc' ? '\u{10ffff}'.repeat(20) : '';
}

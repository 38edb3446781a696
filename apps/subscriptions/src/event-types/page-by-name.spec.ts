import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NamePageQuery } from '../paging/page-queries.ts';
import { pageByName } from './page-by-name.ts';

const order = fc.constantFrom('asc' as const, 'desc' as const);
const types = fc.uniqueArray(fc.string({ minLength: 1 })).map((names) => names.map((type) => ({ type })));

function readAll(
  all: readonly { type: string }[],
  first: NamePageQuery,
  next: (page: readonly { type: string }[]) => Partial<NamePageQuery>,
): string[][] {
  const pages: string[][] = [];
  for (let query = first; ;) {
    const { data, hasNext } = pageByName(all, query);
    pages.push(data.map(({ type }) => type));
    if (!hasNext) return pages;
    query = { ...first, ...next(data) };
  }
}

describe('pageByName', () => {
  it('neither skips nor repeats when read forwards', () => {
    fc.assert(
      fc.property(types, order, fc.integer({ min: 1, max: 5 }), (all, chosen, limit) => {
        const pages = readAll(all, { limit, order: chosen }, (data) => ({ after: data.at(-1)?.type }));
        const sorted = all.map(({ type }) => type).toSorted((one, other) => (one < other ? -1 : 1));
        expect(pages.flat()).toEqual(chosen === 'asc' ? sorted : sorted.toReversed());
      }),
    );
  });

  it('reads the same pages backwards', () => {
    fc.assert(
      fc.property(types, order, fc.integer({ min: 1, max: 5 }), (all, chosen, limit) => {
        fc.pre(all.length > 0);
        const last = pageByName(all, { limit: 100, order: chosen }).data.at(-1)?.type;
        const first = { limit, order: chosen, before: last };
        const pages = readAll(all, first, (data) => ({ before: data[0]?.type }));
        const forwards = pageByName(all, { limit: 100, order: chosen }).data.map(({ type }) => type);
        expect(pages.toReversed().flat()).toEqual(forwards.slice(0, -1));
      }),
    );
  });
});

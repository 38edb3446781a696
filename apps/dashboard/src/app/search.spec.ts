import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldsOf, oneOf, parseSearch, pickSearch, stringifySearch, withFilter } from './search.ts';

describe('the parameters of an address', () => {
  it('come back as they were written, also those that look like numbers', () => {
    const texts = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'grapheme' }));
    fc.assert(
      fc.property(texts, (search) => {
        expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
      }),
    );
    expect(parseSearch('?subject=0012&b=true')).toEqual({ subject: '0012', b: 'true' });
  });

  it('are left out where they say nothing', () => {
    expect(stringifySearch({ a: '', b: undefined, c: 'x' })).toBe('?c=x');
    expect(stringifySearch({})).toBe('');
  });

  it('are picked by name, and by what is known', () => {
    expect(pickSearch({ a: 'x', b: 2, c: 'y' }, ['a', 'b'])).toEqual({ a: 'x' });
    expect([oneOf(['asc', 'desc'], 'asc'), oneOf(['asc', 'desc'], 'up')]).toEqual(['asc', undefined]);
  });

  it('change one filter at a time', () => {
    const filters: { a?: string; b?: string } = { a: 'x' };
    expect(withFilter(filters, 'b', 'y')).toEqual({ a: 'x', b: 'y' });
    expect(withFilter(filters, 'a', undefined)).toEqual({});
  });

  it('are shown by a field each, which changes its own and leaves the others', () => {
    const filters: { a?: string; b?: string } = { a: 'x' };
    const changes: (typeof filters)[] = [];
    const field = fieldsOf({ a: 'A', b: 'B' }, { search: filters, onChange: (to) => changes.push(to) });
    expect([field('a'), field('b')]).toMatchObject([
      { label: 'A', value: 'x' },
      { label: 'B', value: undefined },
    ]);
    field('b').onChange('y');
    field('a').onChange(undefined);
    expect(changes).toEqual([{ a: 'x', b: 'y' }, {}]);
  });
});

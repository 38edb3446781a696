import { describe, expect, it } from '@jest/globals';
import { rangeNames, rangeOf, readRangeSearch, searchOf } from './ranges.ts';

describe('the range of statistics in an address', () => {
  it.each(rangeNames)('%s comes back as it was chosen', (range) => {
    expect(rangeOf(readRangeSearch({ ...searchOf(range) }))).toBe(range);
  });

  it.each([{}, { range: '24h' }, { range: '2h' }, { range: 'toString' }])(
    '%j means a day, and is left out',
    (search) => {
      expect(readRangeSearch(search)).toEqual({});
      expect(rangeOf({})).toBe('24h');
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { readFailureSearch } from './failure-search.ts';

describe('the filters of failures in an address', () => {
  it('are read, and what is not understood is left out', () => {
    expect(readFailureSearch({ state: 'open', webhook: 'w-1', order: 'asc' })).toEqual({
      state: 'open',
      webhook: 'w-1',
    });
    expect(readFailureSearch({ state: 'over', webhook: 7 })).toEqual({});
  });
});

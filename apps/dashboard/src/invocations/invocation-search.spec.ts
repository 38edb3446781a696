import { describe, expect, it } from '@jest/globals';
import { parseSearch, stringifySearch } from '../app/search.ts';
import { countFilters, readInvocationSearch, type InvocationSearch } from './invocation-search.ts';

describe('the filters of invocations', () => {
  it('come back from the address as they were set', () => {
    const filters: InvocationSearch = {
      status: 'failed',
      outcome: 'timeout',
      responseCode: '503',
      webhook: '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728',
      eventType: 'workflow.completed',
      subject: '0012 & co',
      since: '2026-11-29T08:05:00.000Z',
      order: 'asc',
    };
    expect(readInvocationSearch(parseSearch(stringifySearch({ ...filters })))).toEqual(filters);
  });

  it('leave out what is not understood', () => {
    expect(
      readInvocationSearch({
        status: 'lost',
        outcome: 'none',
        order: 'up',
        webhook: 5,
        unknown: 'x',
        subject: '',
      }),
    ).toEqual({});
  });

  it('are counted without the order', () => {
    expect(countFilters({ status: 'failed', subject: 'a', order: 'asc' })).toBe(2);
  });
});

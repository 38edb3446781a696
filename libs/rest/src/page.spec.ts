import { describe, expect, it } from '@jest/globals';
import { pageQuery } from './page.ts';

describe('pageQuery', () => {
  it('fills in defaults', () => {
    expect(pageQuery.parse({})).toEqual({ limit: 20, order: 'desc' });
    expect(pageQuery.parse({ limit: '100', after: 'x', order: 'asc' })).toEqual({
      limit: 100,
      after: 'x',
      order: 'asc',
    });
  });

  it.each([
    { limit: '0' },
    { limit: '101' },
    { limit: '1.5' },
    { limit: '-1' },
    { limit: 'many' },
    { order: 'up' },
    { page: '2' },
    { after: '' },
  ])('refuses %j', (query) => {
    expect(pageQuery.safeParse(query).success).toBe(false);
  });
});

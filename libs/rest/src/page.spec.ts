import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { listQuery, pageQuery, uuidCursor } from './page.ts';

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

  it('refuses a page that is after an item and before one', () => {
    const { issues = [] } = pageQuery.safeParse({ after: 'a', before: 'b' }).error ?? {};
    expect(issues).toMatchObject([{ path: ['before'] }]);
  });
});

describe('listQuery', () => {
  const query = listQuery(
    { cursor: uuidCursor, defaultOrder: 'asc' },
    { kind: z.enum(['a', 'b']).optional() },
  );

  it('has the filters of its list beside the parameters of every list', () => {
    expect(query.parse({ kind: 'a', after: '0197A000-0000-7000-8000-000000000001' })).toEqual({
      kind: 'a',
      after: '0197a000-0000-7000-8000-000000000001',
      limit: 20,
      order: 'asc',
    });
  });

  it.each([{ after: 'x' }, { kind: 'c' }, { other: 1 }])('refuses %j', (given) => {
    expect(query.safeParse(given).success).toBe(false);
  });
});

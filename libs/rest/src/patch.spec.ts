import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { changesIn, patchBody } from './patch.ts';

const schema = z.strictObject({ name: z.string().max(5).optional(), tags: z.array(z.string()).optional() });
const shown = { id: 7, name: 'a name that is too long by now', tags: ['a', 'b'], createdAt: '2026-01-01' };

/** The errors of a refusal. */
function refusedBy(patch: Record<string, unknown>): unknown {
  try {
    return changesIn(patch, shown, schema);
  } catch (error) {
    return (error as { errors?: unknown }).errors;
  }
}

describe('changesIn', () => {
  it('takes a whole answer back, and finds no change in it', () => {
    expect(changesIn(shown, shown, schema)).toEqual({});
  });

  it('finds the members that differ', () => {
    expect(changesIn({ ...shown, name: 'new' }, shown, schema)).toEqual({ name: 'new' });
    expect(changesIn({ tags: ['b', 'a'] }, shown, schema)).toEqual({ tags: ['b', 'a'] });
  });

  it('refuses a changed member that is only shown, by its name', () => {
    expect(refusedBy({ ...shown, id: 8 })).toEqual([{ path: 'id', message: 'cannot be changed' }]);
    expect(refusedBy({ createdAt: null })).toEqual([{ path: 'createdAt', message: 'cannot be changed' }]);
  });

  it('refuses unknown members, and those named like members of every object', () => {
    const unknown = { message: 'is not a known field', accepted: 'name, tags' };
    expect(refusedBy({ nmae: 'x' })).toEqual([{ path: 'nmae', ...unknown }]);
    expect(refusedBy({ constructor: 1 })).toEqual([{ path: 'constructor', ...unknown }]);
  });
});

describe('patchBody', () => {
  it('takes any object, and is described by the schema of changes', () => {
    const body = patchBody(schema);
    expect(body.parse(shown)).toEqual(shown);
    expect(body.safeParse([]).success).toBe(false);
    expect(z.toJSONSchema(body)).toMatchObject({ properties: { name: { type: 'string', maxLength: 5 } } });
  });
});

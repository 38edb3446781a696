import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './schema-validation.ts';

const validate = compileSchema({
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['verified', 'failed'] },
    score: { type: 'number', minimum: 1 },
    at: { type: ['string', 'null'], format: 'date-time' },
    tags: { type: 'array', items: { type: 'string' } },
    'a/b': { type: 'object', required: ['c~d'] },
    free: { type: 'object', additionalProperties: { type: 'boolean' } },
  },
});

describe('compileSchema', () => {
  it('accepts what fits', () => {
    expect(validate({ status: 'failed', score: 1.5, at: null, tags: [], further: {} })).toEqual([]);
  });

  it.each<[unknown, object]>([
    [[], { path: '', rule: 'type', found: 'array', message: 'must be object (rule type), is an array' }],
    [
      { score: 2 },
      {
        path: '/status',
        rule: 'required',
        found: 'absent',
        message: 'must be present (rule required), is absent',
      },
    ],
    [
      { status: 7 },
      {
        path: '/status',
        rule: 'enum',
        found: 'number',
        message: 'must be one of verified, failed (rule enum), is a number',
      },
    ],
    [
      { status: 'failed', score: 0 },
      { path: '/score', message: 'must be >= 1 (rule minimum), is a number' },
    ],
    [
      { status: 'failed', at: 'private' },
      { path: '/at', message: 'must match format "date-time" (rule format), is a string' },
    ],
    [
      { status: 'failed', tags: ['a', null] },
      { path: '/tags/1', message: 'must be string (rule type), is null' },
    ],
    [
      { status: 'failed', 'a/b': {} },
      { path: '/a~1b/c~0d', rule: 'required' },
    ],
  ])('names path, rule and type of what is wrong with %j', (data, problem) => {
    expect(validate(data)).toEqual([expect.objectContaining(problem)]);
  });

  it('shows names of members so that they can be stored, however hostile they are', () => {
    const [problem] = validate({ status: 'failed', free: { [`\0\ud800${'x'.repeat(9_999)}`]: 1 } });
    expect(problem?.path).toMatch(/^\/free\/\?\uFFFDx+$/);
    expect(problem?.path).toHaveLength(512);
  });
});

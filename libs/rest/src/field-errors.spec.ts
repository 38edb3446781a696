import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldErrors, namingKnownFields } from './field-errors.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(3),
  url: z.url(),
  scheme: z.enum(['native', 'none']).optional(),
  delays: z.array(z.int().min(1)).max(2).optional(),
  even: z
    .number()
    .refine((value) => value % 2 === 0, { message: 'is odd', params: { accepted: 'an even number' } })
    .optional(),
});

function errorsOf(value: unknown) {
  return fieldErrors(schema.safeParse(value).error?.issues ?? []);
}

describe('fieldErrors', () => {
  it('says of each field where it is and what is accepted', () => {
    expect(errorsOf({ name: '', url: 'nowhere', scheme: 'x', delays: [0, 'a'], even: 3, nmae: 1 })).toEqual([
      { path: 'name', message: expect.any(String), accepted: 'at least 1 character' },
      { path: 'url', message: 'Invalid URL', accepted: 'url' },
      { path: 'scheme', message: expect.any(String), accepted: '"native", "none"' },
      { path: 'delays.0', message: expect.any(String), accepted: 'at least 1' },
      { path: 'delays.1', message: expect.any(String), accepted: 'a number' },
      { path: 'even', message: 'is odd', accepted: 'an even number' },
      { path: 'nmae', message: 'is not a known field' },
    ]);
  });

  it('names known fields where the object says them', () => {
    const strict = z.strictObject({ known: z.string().optional() }, { error: 'one of known' });
    expect(fieldErrors(strict.safeParse({ other: 1 }).error?.issues ?? [])).toEqual([
      { path: 'other', message: 'is not a known field', accepted: 'one of known' },
    ]);
  });

  it('names known fields where the parse is asked to', () => {
    const nested = z.object({
      retry: z.strictObject({ delays: z.int().gt(0).optional(), id: z.uuid().optional() }),
    });
    const errors = (retry: object) =>
      fieldErrors(nested.safeParse({ retry }, { error: namingKnownFields }).error?.issues ?? []);
    expect(errors({ delay: 1 })).toEqual([
      { path: 'retry.delay', message: 'is not a known field', accepted: 'delays, id' },
    ]);
    expect(errors({ delays: 0, id: 'x' })).toEqual([
      { path: 'retry.delays', message: expect.any(String), accepted: 'more than 0' },
      { path: 'retry.id', message: expect.any(String), accepted: 'a UUID' },
    ]);
  });

  it('calls a missing field missing', () => {
    expect(errorsOf({ name: 'x' })).toEqual([{ path: 'url', message: 'is missing', accepted: 'a string' }]);
    expect(errorsOf(undefined)).toEqual([{ path: '', message: 'is missing', accepted: 'an object' }]);
  });

  it('names at most fifty fields', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key${index}`, index]));
    const issues = z.object({ list: z.array(z.string()) }).safeParse({ list: Object.values(many) })
      .error?.issues;
    expect(fieldErrors(issues ?? [])).toHaveLength(50);
  });
});

import { describe, expect, it } from '@jest/globals';
import { useDatabase } from '@casewire/testing/fixtures';
import fc from 'fast-check';
import { arrayParameter, UnstorableValueError, type ElementType } from './array-parameter.ts';

const { pool } = useDatabase();

const text = fc.string({ unit: 'binary' }).map((each) => each.toWellFormed().replaceAll('\0', ''));
const latest = Date.UTC(9999, 0);
/** Values of each type, with what the driver is given for them. */
const values: Record<ElementType, fc.Arbitrary<{ ours: unknown; drivers: unknown }>> = {
  boolean: same(fc.boolean()),
  smallint: same(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })),
  integer: same(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  bigint: fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((value) => ({ ours: value, drivers: String(value) })),
  // The driver's text knows no negative zero.
  real: same(fc.float({ noNaN: true }).map((value) => value + 0)),
  'double precision': same(fc.double({ noNaN: true }).map((value) => value + 0)),
  text: same(text),
  json: same(fc.json().filter((each) => !each.includes('\\u0000'))),
  uuid: same(fc.uuid()),
  bytea: fc.uint8Array().map((each) => ({ ours: Buffer.from(each), drivers: Buffer.from(each) })),
  timestamptz: fc
    .integer({ min: 0, max: latest })
    .map((ms) => ({ ours: ms, drivers: new Date(ms).toISOString() })),
};

function same<T>(arbitrary: fc.Arbitrary<T>) {
  return arbitrary.map((value) => ({ ours: value, drivers: value }));
}

describe('an array as a parameter', () => {
  it.each(Object.keys(values) as ElementType[])('of %s is the one that the driver makes', async (type) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(values[type]), { maxLength: 10 }), async (elements) => {
        const ours = arrayParameter(type, elements.map((each) => each?.ours ?? null) as never[]);
        const drivers = elements.map((each) => each?.drivers ?? null);
        const { rows } = await pool.query<{ ours: string; drivers: string }>(
          `SELECT $1::${type}[]::text AS ours, $2::${type}[]::text AS drivers`,
          [ours, drivers],
        );
        expect(rows[0]?.ours).toBe(rows[0]?.drivers);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[ElementType, unknown]>([
    ['integer', 2 ** 31],
    ['smallint', 2 ** 15],
    ['bigint', 2n ** 63n],
    ['real', 1e300],
    ['uuid', 'not a uuid'],
    ['uuid', '00000000-0000-0000-0000-00000000000g'],
    ['uuid', '00000000x0000-0000-0000-000000000000'],
    ['uuid', '00000000-0000-0000-0000-0000000000001'],
    ['timestamptz', 0.5],
  ])('of %s refuses %s', (type, value) => {
    expect(() => arrayParameter(type, [value] as never[])).toThrow(UnstorableValueError);
  });

  it('with text that PostgreSQL does not store is refused by it', async () => {
    const withNul = arrayParameter('text', ['\0']);
    await expect(pool.query('SELECT $1::text[]', [withNul])).rejects.toMatchObject({ code: '22021' });
  });
});

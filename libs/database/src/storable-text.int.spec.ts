import { beforeAll, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@casewire/testing/fixtures';
import fc from 'fast-check';
import { storableText, type TextBound } from './index.ts';

const { pool } = useDatabase({ migrated: false });

beforeAll(async () => {
  await pool.query('CREATE TABLE stored (as_text text, as_json jsonb)');
});

/** Any UTF-16 units, and often those that matter: NUL, halves of pairs, characters of two, three and four bytes. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\ud83d', '\ude00', 'a', 'é', '€', '😀'),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  ),
});
const anyBound: fc.Arbitrary<TextBound | undefined> = fc.option(
  fc.oneof(fc.record({ maxCharacters: fc.nat({ max: 12 }) }), fc.record({ maxBytes: fc.nat({ max: 12 }) })),
  { nil: undefined },
);

describe('storableText', () => {
  it('makes a text that PostgreSQL stores as text and as jsonb, to the character', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyBound, async (text, bound) => {
        const storable = storableText(text, bound);
        const { rows } = await pool.query(
          'INSERT INTO stored VALUES ($1, $2) RETURNING as_text AS text, as_json AS json',
          [storable, JSON.stringify({ [storable]: storable })],
        );
        expect(rows).toEqual([{ text: storable, json: { [storable]: storable } }]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps each character that PostgreSQL stores, and as many as fit the bound', () => {
    const sizeOf = (text: string, bound: TextBound) =>
      'maxBytes' in bound ? Buffer.byteLength(text) : text.length;
    fc.assert(
      fc.property(anyText, anyBound, (text, bound) => {
        const whole = Array.from(text, (character) =>
          character === '\0' || !character.isWellFormed() ? '\uFFFD' : character,
        );
        if (bound === undefined) {
          expect(storableText(text)).toBe(whole.join(''));
          return;
        }
        const max = 'maxBytes' in bound ? bound.maxBytes : bound.maxCharacters;
        const fitting = whole.findLastIndex(
          (_, last) => sizeOf(whole.slice(0, last + 1).join(''), bound) <= max,
        );
        expect(storableText(text, bound)).toBe(whole.slice(0, fitting + 1).join(''));
      }),
      { numRuns: 2_000 },
    );
  });
});

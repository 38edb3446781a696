import { storableText } from '@casewire/database';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unstorableFields } from './storable.ts';

describe('unstorableFields', () => {
  it('names where NUL and halves of surrogate pairs are', () => {
    expect(
      unstorableFields(
        JSON.parse('{"a":[{"b":"x\\u0000"}],"c":"\\ud800","ok":"\\ud83d\\ude00","k\\u0000":1}'),
      ),
    ).toEqual(
      expect.arrayContaining([
        { path: 'a.0.b', message: 'contains the character NUL' },
        { path: 'c', message: 'contains half of a surrogate pair' },
        { path: '', message: 'contains the character NUL' },
      ]),
    );
  });

  it('finds nothing in text that PostgreSQL takes', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\u0000'));
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 }), text, (value, name) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000'));
        expect(unstorableFields({ name, value })).toEqual([]);
      }),
    );
  });

  it('refuses the texts that storableText would change, and no others', () => {
    const unit = fc.oneof(
      fc.constantFrom('\0', '\ud83d', '\ude00', 'a'),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 5 }), (text) => {
        expect(unstorableFields(text).length > 0).toBe(storableText(text) !== text);
      }),
    );
  });

  it('refuses deep nesting without overflowing the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(unstorableFields(deep)).toEqual([
      { path: '0.0.0', message: 'is nested too deeply', accepted: 'at most 64 levels' },
    ]);
  });

  it('names at most fifty fields of however many', () => {
    expect(unstorableFields(Array.from({ length: 10_000 }, () => '\u0000'))).toHaveLength(50);
  });
});

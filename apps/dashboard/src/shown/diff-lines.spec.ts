import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffLines, withoutEqual, type DiffLine } from './diff-lines.ts';

const brief = (lines: readonly DiffLine[]) =>
  lines.map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`);

/** Few different lines, so that texts share some. */
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join('\n'));

describe('the difference of two texts', () => {
  it('keeps what both have, and tells what is removed and added', () => {
    expect(brief(diffLines('{\n  "a": 1,\n  "b": 2\n}', '{\n  "b": 2,\n  "c": 3\n}'))).toEqual([
      ' {',
      '-  "a": 1,',
      '-  "b": 2',
      '+  "b": 2,',
      '+  "c": 3',
      ' }',
    ]);
    expect(brief(diffLines('a\nb\nc', 'a\nx\nb\nc'))).toEqual([' a', '+x', ' b', ' c']);
  });

  it('leads from the one to the other, whatever they are', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (kind: DiffLine['kind']) =>
          lines.flatMap((line) => (line.kind === kind ? [] : [line.text])).join('\n');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
        expect(lines.every(({ kind }) => kind === 'same')).toBe(before === after);
      }),
    );
  });

  it('takes texts of many lines that share none', () => {
    const many = (name: string) => Array.from({ length: 5_000 }, (_, index) => `${name}${index}`).join('\n');
    expect(diffLines(many('a'), many('b'))).toHaveLength(10_000);
  });
});

describe('a shortened difference', () => {
  it('keeps the lines beside each difference, and counts the others', () => {
    const before = Array.from({ length: 20 }, (_, index) => String(index)).join('\n');
    const parts = withoutEqual(diffLines(before, before.replace('10', 'x')), 2);
    expect(parts.map((part) => ('lines' in part ? brief(part.lines) : part.leftOut))).toEqual([
      8,
      [' 8', ' 9', '-10', '+x', ' 11', ' 12'],
      7,
    ]);
  });

  it('is one count where nothing differs', () => {
    expect(withoutEqual(diffLines('a\nb', 'a\nb'), 3)).toEqual([{ leftOut: 2 }]);
  });
});

import { StepBudget } from '@casewire/metering';
import { hostilePatterns } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { estimatePatternSize } from './pattern-size.ts';
import { Pattern } from './pattern.ts';

/** Patterns of every construct that RE2 has. */
const patterns: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.constantFrom(
      ...['a', 'b', 'é', 'K', '.', '\\d', '\\w', '\\W', '\\s', '\\n', '\\.', '\\x41', '\\u00e9', ''],
      ...[
        '[ab]',
        '[^a]',
        '[a-c\\d]',
        '[]a]',
        '[^]a]',
        '[\\]\\-]',
        '[[:alpha:]]',
        '\\p{Lu}',
        '\\pL',
        '[\\p{L}_]',
      ],
      ...['^', '$', '\\b', '\\B', '\\A', '\\z', '(?i)k', '(?m)^a', '(?s).', '{', '}', '{1', '\\Q.*\\E'],
    ),
    fc.tuple(tie('pattern'), tie('pattern')).map(([first, second]) => first + second),
    fc.tuple(tie('pattern'), tie('pattern')).map(([first, second]) => `(?:${first}|${second})`),
    fc
      .tuple(
        tie('pattern'),
        fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{0,3}', '{2,}', '{1,2}?', '{0}'),
      )
      .map(([inner, count]) => `(${inner})${count}`),
    tie('pattern').map((inner) => `(?<name>${inner})`),
  ),
})).pattern;

const texts = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'c',
      'k',
      'K',
      '\u212a',
      'é',
      'É',
      ' ',
      '\n',
      '_',
      '1',
      '.',
      ']',
      '😀',
      '\ud800',
    ),
    {
      maxLength: 8,
    },
  )
  .map((characters) => characters.join(''));

/** As RE2 itself compiles it; undefined if it does not. */
function compiledByRe2(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch {
    return undefined;
  }
}

const unbounded = () => new StepBudget(Number.MAX_SAFE_INTEGER);

describe('Pattern', () => {
  it('matches what RE2 says it matches, whatever pattern and text', () => {
    fc.assert(
      fc.property(patterns, fc.array(texts, { maxLength: 6 }), (source, all) => {
        const expected = compiledByRe2(source);
        if (expected === undefined) return;
        const pattern = new Pattern(source, unbounded());
        for (const text of ['', ...all]) {
          expect([text, pattern.test(text, unbounded())]).toEqual([text, expected.test(text)]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has a size that is known before it is compiled, and no smaller than its program', () => {
    fc.assert(
      fc.property(fc.oneof(patterns, hostilePatterns), (source) => {
        const size = estimatePatternSize(RE2JS.translateRegExp(source));
        fc.pre(size < 20_000);
        expect(size).toBeGreaterThanOrEqual(compiledByRe2(source)?.programSize() ?? 0);
      }),
      { numRuns: 300 },
    );
  });

  it('pays for the paths that it follows, and for nothing that it does not', () => {
    const spentOn = (source: string, text: string): number => {
      const pattern = new Pattern(source, unbounded());
      const budget = new StepBudget(1e9);
      pattern.test(text, budget);
      return budget.spent;
    };
    expect(spentOn('^.{1,255}$', 'x'.repeat(200))).toBeLessThan(2_000);
    expect(spentOn('^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$', 'DE89370400440532013000')).toBeLessThan(200);
    expect(spentOn('^a', 'b'.repeat(100_000))).toBeLessThan(10);
    expect(spentOn('^(a|b)*a(a|b){900}[bd]$', 'a'.repeat(1_000))).toBeGreaterThan(500_000);
  });
});

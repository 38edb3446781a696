import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isValidPattern, listensTo, patternsMatching } from './pattern.ts';

/** The rule as a customer reads it: exact, or prefix with a star; Casewire's own only by name. */
function matchesAsDocumented(pattern: string, type: string): boolean {
  if (pattern === type) return true;
  if (!pattern.endsWith('*')) return false;
  if (type.startsWith('casewire.')) return false;
  return type.startsWith(pattern.slice(0, -1));
}

const type = fc.oneof(
  fc.constantFrom(
    'workflow.completed',
    'Finished Journey',
    'DOCVER',
    'casewire.webhook.failing',
    'casewire',
    'case',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !text.includes('*')),
);
const pattern = fc.oneof(
  fc.constantFrom(
    '*',
    'c*',
    'casewire.*',
    'casewire.w*',
    'casewire*',
    'workflow.*',
    'DOCVER*',
    'Finished Journey',
  ),
  type,
  fc.tuple(type, fc.nat(30)).map(([text, length]) => `${Array.from(text).slice(0, length).join('')}*`),
);

describe('patternsMatching', () => {
  it('lists exactly the patterns that match as documented', () => {
    fc.assert(
      fc.property(type, pattern, (eventType, candidate) => {
        const expected = matchesAsDocumented(candidate, eventType);
        expect(patternsMatching(eventType).includes(candidate)).toBe(expected);
        expect(listensTo([candidate], eventType)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lists only patterns that a webhook may have', () => {
    fc.assert(
      fc.property(type, (eventType) => {
        fc.pre(!/\p{Cc}/u.test(eventType));
        expect(patternsMatching(eventType).every(isValidPattern)).toBe(true);
      }),
    );
  });

  it('are no more for a long type than its beginnings may have characters', () => {
    const long = 'é'.repeat(128);
    expect(patternsMatching(`${long}a`)).toHaveLength(130);
    expect(patternsMatching(`${long}a`).at(-1)).toBe(`${long}*`);
    expect([listensTo([`${long}*`], `${long}a`), listensTo([`${long}a*`], `${long}a`)]).toEqual([
      true,
      false,
    ]);
  });

  it("matches Casewire's own events by their names alone", () => {
    const stars = ['*', 'c*', 'casewire*', 'casewire.*', 'casewire.webhook.*'];
    expect(listensTo(stars, 'casewire.webhook.failing')).toBe(false);
    expect(patternsMatching('casewire.webhook.failing')).toEqual(['casewire.webhook.failing']);
    expect(listensTo(['casewire.webhook.failing'], 'casewire.webhook.failing')).toBe(true);
  });
});

describe('isValidPattern', () => {
  it.each([
    'workflow.completed',
    'workflow.*',
    '*',
    'Finished Journey',
    'é'.repeat(256),
    `${'é'.repeat(128)}*`,
    'casewire.webhook.failing',
    'casewire*',
  ])('accepts %j', (text) => {
    expect(isValidPattern(text)).toBe(true);
  });

  it.each([
    '',
    '**',
    'a*b',
    '*.completed',
    'a\u0000',
    'a\nb',
    '\ud800',
    'é'.repeat(257),
    `${'a'.repeat(129)}*`,
    'casewire.*',
    'casewire.webhook.*',
  ])('refuses %j', (text) => {
    expect(isValidPattern(text)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTemplate, placeholdersIn, placeholderText, templateProblem } from './template.ts';

describe('parseTemplate', () => {
  it('finds secrets and paths into the context', () => {
    expect(parseTemplate('Bearer {secret.BUSINESS_DATA__VENDOR_API_KEY}')).toEqual([
      'Bearer ',
      { kind: 'secret', name: 'BUSINESS_DATA__VENDOR_API_KEY' },
      '',
    ]);
    expect(placeholdersIn(parseTemplate('{a}-{entity.data.0.first-name}-{a}'))).toEqual([
      { kind: 'context', name: 'a' },
      { kind: 'context', name: 'entity.data.0.first-name' },
      { kind: 'context', name: 'a' },
    ]);
  });

  it.each(['', 'plain', '{}', '{ a }', '{"a":1}', '{a b}', '{a', 'a}', '{é}', '{a:b}', '${}'])(
    'takes %j as text',
    (text) => {
      expect(parseTemplate(text)).toEqual([text]);
    },
  );

  it('finds a placeholder between other braces', () => {
    expect(parseTemplate('{"id":"{a.b}"}')).toEqual(['{"id":"', { kind: 'context', name: 'a.b' }, '"}']);
    expect(parseTemplate('{{a}}')).toEqual(['{', { kind: 'context', name: 'a' }, '}']);
  });

  it('keeps every character of any text', () => {
    const texts = fc.stringMatching(/^(?:[{}.a-]|secret\.){0,30}$/);
    fc.assert(
      fc.property(texts, (text) => {
        const parts = parseTemplate(text).map((part) =>
          typeof part === 'string' ? part : placeholderText(part),
        );
        expect(parts.join('')).toBe(text);
      }),
    );
  });
});

describe('templateProblem', () => {
  it.each([
    'x',
    '{secret.A}',
    '{secret.a-b_c.d..e}',
    '{a.b}',
    '{secret}',
    '{secrets.a}',
    '{"a":1}',
    '{a.b.c.d.e.f.g.8}',
  ])('accepts %s', (text) => {
    expect(templateProblem(text)).toBeUndefined();
  });

  it.each([
    '{secret.}',
    '{.a}',
    '{a.}',
    '{a..b}',
    '{.}',
    `{secret.${'x'.repeat(257)}}`,
    `{${'x'.repeat(257)}}`,
  ])('refuses %s', (text) => {
    expect(templateProblem(`ok {a} ${text}`)).toContain(`contains ${text.slice(0, 64)}`);
  });

  it('refuses a path through too many levels', () => {
    expect(templateProblem('{a.b.c.d.e.f.g.h.9}')).toBe(
      'contains {a.b.c.d.e.f.g.h.9}, which leads through more than 8 names',
    );
  });
});

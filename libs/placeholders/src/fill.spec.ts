import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fillHeader, UnfilledPlaceholderError } from './fill.ts';
import { parseTemplate, type Placeholder } from './template.ts';
import { fillUrl, parseUrlTemplate, urlTemplateProblem } from './url-template.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '..',
    '.',
    '',
    '/',
    '\\',
    'a\r\nx-forged: b',
    '{secret.KEY}',
    '{a.b}',
    '?x=1&y',
    '#',
    '%2e%2e',
    '\ud800',
  ),
);

const texts = fc.record({ a: anyText, b: anyText, key: anyText });

function valuesOf({ a, b, key }: { a: string; b: string; key: string }) {
  return { context: { a, 'a.b': b }, secrets: new Map([['KEY', key]]) };
}

function placeholderLeft(fillIn: () => string): Placeholder | undefined {
  try {
    fillIn();
    return undefined;
  } catch (error) {
    if (error instanceof UnfilledPlaceholderError) return error.placeholder;
    throw error;
  }
}

describe('fillHeader', () => {
  const fillText = (text: string, context: Record<string, string>, secrets?: ReadonlyMap<string, string>) =>
    fillHeader(parseTemplate(text), { context, ...(secrets !== undefined && { secrets }) });

  it('fills in secrets and texts of the context', () => {
    const secrets = new Map([['KEY', 'k%1 "x"']]);
    expect(fillText('Bearer {secret.KEY} {a.b}', { 'a.b': 'Zoë\r\n' }, secrets)).toBe(
      'Bearer k%1 "x" Zo%C3%AB%0D%0A',
    );
  });

  it('fills a value in as text, also where it reads like a placeholder', () => {
    const secrets = new Map([['KEY', 'hidden']]);
    expect(fillText('{name} {secret.KEY}', { name: '{secret.KEY}' }, secrets)).toBe('{secret.KEY} hidden');
  });

  it('leaves the placeholders of secrets where it is given none', () => {
    expect(fillText('{secret.KEY} {a}', { a: '1' })).toBe('{secret.KEY} 1');
  });

  it.each(['{secret.OTHER}', '{constructor}', '{__proto__}', '{b}'])('names the unknown %s', (text) => {
    expect(placeholderLeft(() => fillText(`{a} ${text}`, { a: '1' }, new Map()))).toEqual(
      parseTemplate(text)[1],
    );
  });

  it('is printable ASCII and takes every value as it is, whatever the values', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const filled = fillHeader(parseTemplate('x {a} {secret.KEY} {a.b}'), valuesOf(given));
        expect(filled).toMatch(/^[\x20-\x7e]*$/);
        const alone = [given.a, given.key, given.b].map((value) =>
          fillHeader(parseTemplate('{a}'), { context: { a: value } }),
        );
        expect(filled).toBe(`x ${alone.join(' ')}`);
      }),
    );
  });
});

describe('fillUrl', () => {
  const fillText = (
    text: string,
    context: Record<string, string> = {},
    secrets = new Map<string, string>(),
  ) => {
    const template = parseUrlTemplate(text);
    if (template === undefined) throw new Error(`${text} cannot be read`);
    return fillUrl(template, { context, secrets });
  };

  it('percent-encodes what comes into path and query', () => {
    expect(fillText('https://Host.example:443/a/{a}?b={a}&c=d#e', { a: "é/?&=#+ '{a}" })).toBe(
      'https://host.example/a/%C3%A9%2F%3F%26%3D%23%2B%20%27%7Ba%7D?b=%C3%A9%2F%3F%26%3D%23%2B%20%27%7Ba%7D&c=d',
    );
  });

  it('leaves the placeholders of secrets where it is given none, and adds a missing path', () => {
    const template = parseUrlTemplate('https://host.example?key={secret.KEY}&of={a}');
    expect(template && fillUrl(template, { context: { a: 'é' } })).toBe(
      'https://host.example/?key={secret.KEY}&of=%C3%A9',
    );
  });

  it.each([
    ['https://host.example/a/{a}', '..'],
    ['https://host.example/a/{a}/b', '.'],
    ['https://host.example/a/.{a}/b', '.'],
    ['https://host.example/a/%2E{a}/b', ''],
    ['https://host.example\\a\\{a}\\b', '..'],
  ])('does not fill %s with %j, which would leave the path', (text, a) => {
    expect(placeholderLeft(() => fillText(text, { a }))).toEqual({ kind: 'context', name: 'a' });
  });

  it('may take an empty text and one that merely contains dots', () => {
    expect(fillText('https://host.example/a/{a}/b', { a: '' })).toBe('https://host.example/a//b');
    expect(fillText('https://host.example/a/{a}/b', { a: '..a' })).toBe('https://host.example/a/..a/b');
  });

  it('keeps host, depth of the path and names of the query, whatever the values', () => {
    const template =
      'https://host.example:8443/x/{a}/y-{secret.KEY}.json/{a.b}{a}?p={a}&q=1{secret.KEY}&p={a.b}';
    const neutral = new URL(template.replaceAll(/\{[\w.]+\}/g, 'x'));
    fc.assert(
      fc.property(texts, (given) => {
        const { context, secrets } = valuesOf(given);
        const leavesPath = [given.a, given.b + given.a].some((text) => /^\.{1,2}$/.test(text));
        expect(placeholderLeft(() => fillText(template, context, secrets)) !== undefined).toBe(leavesPath);
        if (leavesPath) return;
        const filled = fillText(template, context, secrets);
        const url = new URL(filled);
        expect(url.href).toBe(filled);
        expect([url.protocol, url.host, url.username, url.hash]).toEqual(['https:', neutral.host, '', '']);
        expect(url.pathname.split('/')).toHaveLength(neutral.pathname.split('/').length);
        expect([...url.searchParams.keys()]).toEqual([...neutral.searchParams.keys()]);
        expect(url.searchParams.getAll('p')).toEqual([given.a.toWellFormed(), given.b.toWellFormed()]);
        expect(decodeURIComponent(url.pathname.split('/')[2] ?? '')).toBe(given.a.toWellFormed());
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['ftp://host.example/{a}', 'not a URL', '{a}://host.example/', 'https://{a}/', 'file:///{a}'])(
    'cannot read %s',
    (text) => {
      expect(parseUrlTemplate(text)).toBeUndefined();
    },
  );
});

describe('urlTemplateProblem', () => {
  it.each([
    'https://host.example/{a}/{secret.B}?c={d}&e=f{g}&h',
    'https:\\\\host.example\\{a}',
    'https://host.example/?a==b{c}',
    'https://host.example/?{}={x y}',
  ])('accepts %s', (text) => {
    expect(urlTemplateProblem(text)).toBeUndefined();
  });

  it.each([
    ['https://{a}.example/', 'host'],
    ['https://host.example:{a}/', 'port'],
    ['https://{secret.USER}@host.example/', 'credentials'],
    ['https:{a}/', 'host'],
    ['https:\\\\{a}/', 'host'],
    ['https://host.example/#{a}', 'fragment'],
    ['https://host.example/?{a}=b', 'query parameter'],
    ['https://host.example/?b=c&x{secret.A}', 'query parameter'],
  ])('refuses %s', (text, place) => {
    expect(urlTemplateProblem(text)).toContain(place);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactionOf } from './redaction.ts';

/** Encodes a text character by character; the numbers choose among the spellings that servers produce. */
type Encoder = (text: string, choose: () => number) => string;

const hex = (code: number, digits: number, upper: boolean): string => {
  const text = code.toString(16).padStart(digits, '0');
  return upper ? text.toUpperCase() : text;
};

/** Some of the spellings, whichever the number says. */
function oneOf(spellings: readonly string[], number: number): string {
  return spellings[number % spellings.length] ?? '';
}

const json: Encoder = (text, choose) =>
  Array.from(text, (character) => {
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    const escaped = (upper: boolean) => units.map((unit) => `\\u${hex(unit, 4, upper)}`).join('');
    const short = JSON.stringify(character).slice(1, -1);
    return oneOf([short, escaped(false), escaped(true), character === '/' ? '\\/' : short], choose());
  }).join('');

const entityNames: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '+': 'plus',
  é: 'eacute',
};

const html: Encoder = (text, choose) =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const name = entityNames[character];
    const named = name === undefined ? character : `&${name};`;
    return oneOf(
      [named, `&#${code};`, `&#0${code};`, `&#x${hex(code, 2, false)};`, `&#X${hex(code, 4, true)};`],
      choose(),
    );
  }).join('');

const percent: Encoder = (text, choose) =>
  Array.from(text, (character) => {
    const encoded = (upper: boolean) =>
      Array.from(Buffer.from(character), (byte) => `%${hex(byte, 2, upper)}`).join('');
    const isRaw = /^[\x21-\x24\x26-\x7e]$/.test(character);
    const raw = character === ' ' ? '+' : isRaw ? character : encoded(true);
    return oneOf([raw, encoded(false), encoded(true)], choose());
  }).join('');

const encoder = fc.constantFrom(json, html, percent);
const printable = fc.stringMatching(/^[\x20-\x7e]{4,40}$/);
/** Secrets with what encoders change, and with what looks as if they had. */
const secretText = fc.oneof(
  printable,
  fc
    .array(
      fc.oneof(
        fc.constantFrom('&', '<', '>', '+', '"', "'", '\\', '/', '%', ' ', 'é', '☃', '😀'),
        fc.constantFrom('%41', '%2541', '&amp;', '&#65;', '\\u0041', '\\n', '+', 'abc'),
      ),
      { minLength: 4, maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const choices = fc.array(fc.nat({ max: 59 }), { minLength: 1, maxLength: 200 });

/** Encodes the parts one after the other, as the text that they make together is encoded. */
function encodeAll(
  parts: readonly string[],
  encoders: readonly Encoder[],
  numbers: readonly number[],
): string[] {
  let used = 0;
  const choose = () => numbers[(used += 1) % numbers.length] ?? 0;
  return encoders.reduce<string[]>((texts, encode) => texts.map((text) => encode(text, choose)), [...parts]);
}

describe('redactionOf', () => {
  it('strikes out a secret in every spelling that receivers repeat it in', () => {
    const secret = 'Se"c/ret \\ (1)+é';
    const { redact } = redactionOf([secret]);
    const quoted = JSON.stringify(secret).slice(1, -1);
    const encoded = encodeURIComponent(secret);
    const spellings = [
      secret,
      quoted,
      quoted.replaceAll('/', '\\/'),
      encoded,
      encoded.replaceAll('(', '%28').replaceAll(')', '%29'),
      encoded.replace(/%../g, (escape) => escape.toLowerCase()),
      new URLSearchParams({ a: secret }).toString().slice(2),
      secret.toLowerCase(),
      encodeURIComponent(encoded),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
      encodeURIComponent(Buffer.from(secret).toString('base64')),
    ];
    for (const spelling of spellings) {
      expect(redact(`a ${spelling} b`).replace(/(?:=|%3D)+/, '')).toBe('a [redacted] b');
    }
  });

  it.each([
    ['k&1<2>3+4', '{"echo":"k\\u00261\\u003c2\\u003E3\\u002b4"}', '{"echo":"[redacted]"}'],
    ['k&1<2>3+4', '<p>k&amp;1&lt;2&#62;3&#x2B;4</p>', '<p>[redacted]</p>'],
    [
      'k&1<2>3+4',
      '/login?back=%2Fh%3Fkey%3Dk%25261%253C2%253E3%252B4',
      '/login?back=%2Fh%3Fkey%3D[redacted]',
    ],
    ['k&1<2>3+4', 'key=k%261%3c2%3E3%2B4&x=1', 'key=[redacted]&x=1'],
  ])('strikes %j out of %j', (secret, text, expected) => {
    expect(redactionOf([secret]).redact(text)).toBe(expected);
  });

  it('never shows a secret, in whatever layers of encodings it is repeated', () => {
    const around = fc.stringMatching(/^[xyz .,:]{0,6}$/);
    fc.assert(
      fc.property(
        secretText,
        fc.tuple(around, around, around, around),
        fc.array(encoder, { maxLength: 3 }),
        choices,
        (secret, [outer, before, after, end], encoders, numbers) => {
          const [left = '', echo = '', right = ''] = encodeAll([before, secret, after], encoders, numbers);
          const text = outer + left + echo + right + end;
          const shown = redactionOf([secret]).redact(text);
          expect(shown).toContain('[redacted]');
          expect(shown).not.toContain(echo);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never shows the base64 of a secret, encoded or not', () => {
    const variants = fc.constantFrom(
      (bytes: Buffer) => bytes.toString('base64'),
      (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, ''),
      (bytes: Buffer) => bytes.toString('base64url'),
    );
    fc.assert(
      fc.property(
        secretText,
        variants,
        fc.array(encoder, { maxLength: 2 }),
        choices,
        (secret, variant, encoders, numbers) => {
          const [echo = ''] = encodeAll([variant(Buffer.from(secret)).replace(/=+$/, '')], encoders, numbers);
          expect(redactionOf([secret]).redact(`key: ${echo}.`)).toBe('key: [redacted].');
        },
      ),
    );
  });

  it('leaves no rest of a secret that begins with another', () => {
    expect(redactionOf(['secret', 'secret-and-more']).redact('secret-and-more, secret')).toBe(
      '[redacted], [redacted]',
    );
  });

  it('strikes a short secret out where it stands as a word', () => {
    const { redact } = redactionOf(['a', '.5', 'xyz']);
    expect(redact('{"a":"a","b":"abc", xyz, xyza} a=.5 10.5')).toBe(
      '{"[redacted]":"[redacted]","b":"abc", [redacted], xyza} [redacted]=[redacted] 10.5',
    );
  });

  it('leaves none of a secret behind, whatever it is, and other texts alone', () => {
    fc.assert(
      fc.property(printable, fc.string(), (secret, around) => {
        fc.pre(!'[redacted]'.includes(secret.toLowerCase()));
        const { redact } = redactionOf([secret]);
        expect(redact(`${around}${secret}${around}`)).not.toContain(secret);
        expect(redactionOf([]).redact(around)).toBe(around);
      }),
    );
  });

  it('changes nothing of ordinary answers', () => {
    const { redact, redactCut } = redactionOf(['whsec_0123456789abcdef', 'correct horse', 'k&1']);
    for (const text of [
      '{"error":"100% of \\"quoted\\" & \\u00e9scaped <b>text</b> &amp; more","url":"/a%20b?c=d%2526"}',
      '<html>\n<p>Don&#39;t &nbsp; panic \\o/ &unknown; &#99999999; %zz \\ud800</p>',
      'Zoë ☃ 😀',
      '',
    ]) {
      expect(redact(text)).toBe(text);
    }
    expect(redactCut('an answer that was cut')).toBe('an answer that was cut');
  });

  it('strikes out the beginning of a secret with which a cut text ends, also in escapes', () => {
    fc.assert(
      fc.property(
        secretText,
        fc.array(encoder, { maxLength: 2 }),
        choices,
        fc.nat(),
        (secret, encoders, numbers, at) => {
          const [echo = ''] = encodeAll([secret], encoders, numbers);
          const cut = echo.slice(0, 1 + (at % echo.length));
          const before = `${'x'.repeat(100)} `;
          const shown = redactionOf([secret]).redactCut(before + cut);
          expect(`${before}$`.startsWith(shown.replace(/(?:\[redacted\])+$/, ''))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

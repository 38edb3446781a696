import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RawJson, writeJson } from './raw-json.ts';

const bytes = (text: string) => Buffer.from(text);

/** JSON that parsing and printing would change: numbers with many digits, spaces, names that repeat. */
const spelledJson = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.stringMatching(/^-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,4})?$/),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('null', 'true', '"\\u0041"'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,')}]`),
    fc
      .array(tie('value'), { maxLength: 4 })
      .map((items) => `{${items.map((item) => `"a" : ${item}`).join(',')}}`),
  ),
})).value;

describe('writeJson', () => {
  it('embeds texts as they are, wherever they stand', () => {
    fc.assert(
      fc.property(spelledJson, fc.jsonValue(), (text, beside) => {
        const written = writeJson({ beside, list: [RawJson.of(bytes(text))], raw: RawJson.of(bytes(text)) });
        expect(written).toBe(`{"beside":${JSON.stringify(beside)},"list":[${text}],"raw":${text}}`);
      }),
    );
  });

  it('prints everything else as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('RawJson', () => {
  it.each(['', '{"a":', '1 2', '\u{feff}1', "{'a':1}", 'NaN', '{"a":1}}'])(
    'refuses %j, which is not JSON',
    (text) => {
      expect(() => RawJson.of(bytes(text))).toThrow(SyntaxError);
    },
  );

  it('refuses what is not UTF-8', () => {
    expect(() => RawJson.of(Buffer.from([0x22, 0xff, 0x22]))).toThrow(SyntaxError);
  });

  it('takes nesting that cannot be printed again', () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    expect(writeJson({ deep: RawJson.of(bytes(deep)) })).toBe(`{"deep":${deep}}`);
  });
});

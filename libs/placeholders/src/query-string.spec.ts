import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toQueryString } from './query-string.ts';

const queryOf = (json: string, maxLength = Infinity) => toQueryString(Buffer.from(json), maxLength);

describe('toQueryString', () => {
  it('makes a parameter of each member, in order, numbers as they are spelt', () => {
    const json =
      ' {"z":"a b&c=d","7":1.50,"n":12345678901234567890,"none":null,"o": {"x": [1.0]},"é":"","b":true}';
    expect(queryOf(json)).toEqual({
      kind: 'query',
      query:
        'z=a%20b%26c%3Dd&7=1.50&n=12345678901234567890&none=null&o=%7B%22x%22%3A%20%5B1.0%5D%7D&%C3%A9=&b=true',
    });
  });

  it('is empty for an empty object, and refuses anything but objects', () => {
    expect(queryOf('{ }')).toEqual({ kind: 'query', query: '' });
    for (const json of ['[1]', '"a"', '1', 'null']) expect(queryOf(json)).toEqual({ kind: 'no-object' });
  });

  it('is read back by a parser of forms', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        (members) => {
          const made = queryOf(JSON.stringify(members));
          if (made.kind !== 'query') throw new Error(made.kind);
          const expected = Object.entries(JSON.parse(JSON.stringify(members)) as Record<string, string>);
          expect([...new URLSearchParams(made.query)]).toEqual(expected);
        },
      ),
    );
  });

  it('takes the last of equal names', () => {
    expect(queryOf('{"a":1,"b":2,"\\u0061":3}')).toEqual({ kind: 'query', query: 'a=3&b=2' });
  });

  it('may have exactly the greatest length', () => {
    const made = { kind: 'query', query: 'a=%C3%A9&b=1' };
    expect(queryOf('{"a":"\\u00e9","b":1}', 12)).toEqual(made);
    expect(queryOf('{"a":"\\u00e9","b":1}', 11)).toEqual({ kind: 'too-long' });
  });

  it.each([
    ['many members', Array.from({ length: 16 }, (_, index) => `"${index}":1,`).join('')],
    ['a member that repeats', '"a":1,'.repeat(16)],
    ['a long text', `"a":"${'x'.repeat(400)}`],
  ])('reads no further once it is too long: %s', (_what, members) => {
    expect(queryOf(`{${members}"\\x":"\\x"}`, 40)).toEqual({ kind: 'too-long' });
  });
});

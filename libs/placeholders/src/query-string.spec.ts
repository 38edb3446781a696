import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toQueryString } from './query-string.ts';

describe('toQueryString', () => {
  it('makes a parameter of each member, in order, numbers as they are spelt', () => {
    const json =
      ' {"z":"a b&c=d","7":1.50,"n":12345678901234567890,"none":null,"o": {"x": [1.0]},"é":"","b":true}';
    expect(toQueryString(Buffer.from(json))).toBe(
      'z=a%20b%26c%3Dd&7=1.50&n=12345678901234567890&none=null&o=%7B%22x%22%3A%20%5B1.0%5D%7D&%C3%A9=&b=true',
    );
  });

  it('has nothing of an empty object and refuses what is no object', () => {
    expect(toQueryString(Buffer.from('{ }'))).toBe('');
    for (const json of ['[1]', '"a"', '1', 'null']) expect(toQueryString(Buffer.from(json))).toBeUndefined();
  });

  it('is read back by a parser of forms', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        (members) => {
          const query = toQueryString(Buffer.from(JSON.stringify(members))) ?? '';
          const expected = Object.entries(JSON.parse(JSON.stringify(members)) as Record<string, string>);
          expect([...new URLSearchParams(query)]).toEqual(expected);
        },
      ),
    );
  });
});

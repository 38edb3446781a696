import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeJsonFault } from './json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('describeJsonFault', () => {
  it.each([
    ['{"x":NaN}', 'NaN at position 5 (line 1 column 6), where a value is expected'],
    ['[1,\n -Infinity]', '-Infinity at position 5 (line 2 column 2), where a value is expected'],
    ['\ufeff{}', 'a byte order mark (U+FEFF) at position 0 (line 1 column 1), where a value is expected'],
    [
      "{'a':1}",
      "the character ' at position 1 (line 1 column 2), where a name in double quotes or } is expected",
    ],
    [
      '{"a":1,}',
      'the character } at position 7 (line 1 column 8), where a name in double quotes is expected',
    ],
    ['[1 2]', 'the character 2 at position 3 (line 1 column 4), where a comma or ] is expected'],
    ['{"a" 1}', 'the character 1 at position 5 (line 1 column 6), where a colon is expected'],
    ['01', 'the character 1 at position 1 (line 1 column 2), where nothing more is expected'],
    [
      '"a\u0000"',
      'the character U+0000 at position 2 (line 1 column 3), where a control character in a string must be escaped',
    ],
    ['"\\x"', 'the character \\ at position 1 (line 1 column 2), where an escape of JSON is expected'],
    ['', 'it ends too early, at position 0 (line 1 column 1): a value is expected'],
    ['{"a":', 'it ends too early, at position 5 (line 1 column 6): a value is expected'],
    ['["a', 'it ends too early, at position 3 (line 1 column 4): the end of a string is expected'],
  ])('says of %j what is wrong and where', (text, fault) => {
    expect(describeJsonFault(text)).toBe(fault);
  });

  it('finds a fault exactly where JSON.parse refuses a text', () => {
    const changed = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '\\', ',', '}', ']', '0', '-', '\ufeff', 'NaN', '\n'),
      )
      .map(([text, place, put]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + put + text.slice(at + (put === '' ? 1 : 0));
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), changed, fc.string()), (text) => {
        expect(describeJsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads a text of a million brackets', () => {
    expect(describeJsonFault('['.repeat(1_000_000))).toContain('at position 1000000 ');
  });
});

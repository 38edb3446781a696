import type { JsonValue } from '@casewire/jmespath';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shortJson } from './short-json.ts';

describe('the beginning of the JSON of a value', () => {
  it('is all of it where it fits, else that many characters of it and an ellipsis', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 60 }), (given, most) => {
        const value = given as JsonValue;
        const whole = JSON.stringify(value);
        const isShort = whole.length <= most;
        expect(shortJson(value, most)).toBe(isShort ? whole : `${whole.slice(0, most)}…`);
      }),
    );
  });

  it('takes no longer for a value whose text would fill the memory', () => {
    let value: JsonValue = 'x';
    for (let depth = 0; depth < 100; depth++) value = [value, value];
    expect(shortJson(value, 40)).toBe(`${'['.repeat(40)}…`);
  });
});

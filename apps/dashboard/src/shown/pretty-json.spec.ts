import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { prettyJson } from './pretty-json.ts';

describe('pretty JSON', () => {
  it('has one member a line', () => {
    expect(prettyJson('{"a":[1,{"b":null}],"c":{},"d":[]}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  it('keeps every number and text as it was written', () => {
    const written = '[1.50,12345678901234567890,-0.0,1E+2,"\\u0041\\"{,}","a" ]';
    expect(prettyJson(written)?.replaceAll(/\n */g, '')).toBe(written.replace(' ]', ']'));
  });

  it('looks as JSON.stringify makes it, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it.each(['', '{"a":', 'text', '<xml/>'])('is nothing for %j', (text) => {
    expect(prettyJson(text)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { jsonText } from '@casewire/testing/generators';
import fc from 'fast-check';
import { maskData } from './mask-data.ts';

const NUMBER = 'X4729931';

function masked(text: string, sensitive: readonly string[] | undefined) {
  const { bytes, hidden } = maskData(Buffer.from(text), sensitive);
  return { text: bytes?.toString() ?? null, hidden };
}

describe('maskData', () => {
  it('hides what the pointers lead to, and leaves every other byte', () => {
    const text = ` {"score": 1.50, "pass\\u0070ort":"${NUMBER}" ,"n":12345678901234567890,"docs" : [{"no":"${NUMBER}","ok":true}, {"no":[1]},{}], "passport": {"a":1}, "a/b":"${NUMBER}","none":null}\n`;
    expect(masked(text, ['/passport', '/docs/*/no', '/a~1b', '/none', '/absent/x'])).toEqual({
      text: ` {"score": 1.50, "pass\\u0070ort":"[hidden]" ,"n":12345678901234567890,"docs" : [{"no":"[hidden]","ok":true}, {"no":"[hidden]"},{}], "passport": "[hidden]", "a/b":"[hidden]","none":null}\n`,
      hidden: 'parts',
    });
    expect(masked(text, ['/docs/0/no']).text).toBe(text.replace(`[{"no":"${NUMBER}"`, '[{"no":"[hidden]"'));
  });

  it('hides a value where a pointer expects something around it, so that no other form of the data shows it', () => {
    expect(masked(`{"person":"${NUMBER}","a":1}`, ['/person/passport'])).toEqual({
      text: '{"person":"[hidden]","a":1}',
      hidden: 'parts',
    });
    expect(masked(`"${NUMBER}"`, ['/passport'])).toEqual({ text: '"[hidden]"', hidden: 'parts' });
  });

  it('says that nothing is hidden where the pointers lead nowhere, or there are none', () => {
    expect(masked('{"a":1}', ['/b'])).toEqual({ text: '{"a":1}', hidden: undefined });
    expect(masked('no JSON', [])).toEqual({ text: 'no JSON', hidden: undefined });
  });

  it('hides all of what is no JSON, and of a type that nobody knows', () => {
    for (const text of [`{"passport":"${NUMBER}"`, '\u0000']) {
      expect(masked(text, ['/passport'])).toEqual({ text: null, hidden: 'whole' });
    }
    expect(masked('{}', undefined)).toEqual({ text: null, hidden: 'whole' });
    expect(maskData(Buffer.from([0x22, 0xff, 0x22]), ['/a'])).toEqual({ bytes: null, hidden: 'whole' });
  });

  it('shows the same as before but for the place, whatever stands around and in it', () => {
    fc.assert(
      fc.property(jsonText, jsonText, jsonText, (before, secret, behind) => {
        const around = (value: string) =>
          `{"b":${before},"people":[{"x":${behind}},{"id" :${value}, "y":${before}}],"c":${behind}}`;
        const { text } = masked(around(secret), ['/people/*/id']);
        expect(text).toBe(
          around(secret.trim() === 'null' ? secret : secret.replace(secret.trim(), () => '"[hidden]"')),
        );
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactionOf } from './redaction.ts';

describe('redactionOf', () => {
  it('strikes out a secret in every spelling that receivers repeat it in', () => {
    const secret = 'Se"c/ret \\ (1)+é';
    const { redact } = redactionOf([secret]);
    const json = JSON.stringify(secret).slice(1, -1);
    const encoded = encodeURIComponent(secret);
    const spellings = [
      secret,
      json,
      json.replaceAll('/', '\\/'),
      encoded,
      encoded.replaceAll('(', '%28').replaceAll(')', '%29'),
      encoded.replace(/%../g, (escape) => escape.toLowerCase()),
      new URLSearchParams({ a: secret }).toString().slice(2),
      secret.toLowerCase(),
    ];
    for (const spelling of spellings) expect(redact(`a${spelling}b`)).toBe('a[redacted]b');
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
    const printable = fc.stringMatching(/^[\x20-\x7e]{4,40}$/);
    fc.assert(
      fc.property(printable, fc.string(), (secret, around) => {
        fc.pre(!'[redacted]'.includes(secret));
        const { redact } = redactionOf([secret]);
        expect(redact(`${around}${secret}${around}`)).not.toContain(secret);
        expect(redactionOf([]).redact(around)).toBe(around);
      }),
    );
  });
});

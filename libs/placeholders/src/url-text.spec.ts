import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readUrl, sentUrl } from './url-text.ts';

const ORIGIN = 'https://receiver.example:8443';

describe('readUrl', () => {
  it.each([
    ["https://Host.example:443/h?q='a'|b", 'https://host.example', "/h?q='a'|b"],
    ['https://host.example/h?', 'https://host.example', '/h?'],
    ['https://host.example', 'https://host.example', '/'],
    ['https://host.example?a=b', 'https://host.example', '/?a=b'],
    [
      'https://host.example/a/../b/./c//d/%2e%2E/%7e%zz?%',
      'https://host.example',
      '/a/../b/./c//d/%2e%2E/%7e%zz?%',
    ],
    ['https://host.example/?ids[]=1&a={b}#c?d', 'https://host.example', '/?ids[]=1&a=%7Bb%7D'],
    ['http:\\\\host.example\\a\\b?c\\d', 'http://host.example', '/a/b?c%5Cd'],
    [
      'https://host.example/Zoë ☃/"<>`^?é',
      'https://host.example',
      '/Zo%C3%AB%20%E2%98%83/%22%3C%3E%60%5E?%C3%A9',
    ],
    ['https://host.example/\ud800\0\x7f', 'https://host.example', '/%EF%BF%BD%00%7F'],
    ['https://[2001:DB8::1]/', 'https://[2001:db8::1]', '/'],
  ])('reads %s', (text, origin, target) => {
    expect(readUrl(text)).toEqual({ origin, target });
  });

  it.each(['ftp://host.example/', 'nowhere', '', 'https://', '/a/b'])('cannot read %j', (text) => {
    expect(readUrl(text)).toBeUndefined();
  });

  it('leaves every character that HTTP allows as it was given', () => {
    const allowed = fc.stringMatching(/^[\w.~!$&'()*+,;=:@%/[\]|-]*$/);
    fc.assert(
      fc.property(allowed, fc.option(allowed, { nil: undefined }), (path, query) => {
        const target = `/${path}${query === undefined ? '' : `?${query}`}`;
        expect(readUrl(ORIGIN + target)).toEqual({ origin: ORIGIN, target });
      }),
    );
  });

  it('makes of every text what can be sent, and what means the same', () => {
    const any = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('#', '').replaceAll('%', '%25'));
    fc.assert(
      fc.property(any, (text) => {
        const target = readUrl(`${ORIGIN}/?${text}`)?.target ?? '';
        expect(target).toMatch(/^[\x21-\x7e]*$/);
        expect(decodeURIComponent(target)).toBe(`/?${text.toWellFormed().replaceAll('%25', '%')}`);
      }),
    );
  });
});

describe('sentUrl', () => {
  it('shows a URL as it is sent, with its placeholders', () => {
    expect(sentUrl("https://Host.example/a{b}/é?q='{secret.KEY}'|#top")).toBe(
      "https://Host.example/a{b}/%C3%A9?q='{secret.KEY}'|",
    );
    expect(sentUrl('https://host.example')).toBe('https://host.example');
  });

  it('is what is read, and shows that unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const url = `${ORIGIN}/${text.replaceAll(/[{}]/g, '')}`;
        const sent = sentUrl(url);
        expect(readUrl(sent)).toEqual(readUrl(url));
        expect(sentUrl(sent)).toBe(sent);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactionOf } from './redaction.ts';
import {
  responseExcerpt,
  responseHeaders,
  shownError,
  shownExchange,
  shownRequestHeaders,
} from './shown-exchange.ts';
import { answerOf, endpointOf, headersOf, targetOf } from './testing/factories.ts';

const secret = 'whsec_0123456789abcdef';
const nothing = redactionOf([]);

describe('shownRequestHeaders', () => {
  it('leaves signatures out and strikes credentials out', () => {
    const shown = shownRequestHeaders(
      {
        Authorization: 'Bearer x',
        'X-Api-Key': 'y',
        'X-Own': 'z',
        'X-HMAC-Signature': 'abc',
        'webhook-id': 'id',
      },
      { 'X-HMAC-Signature': 'abc', 'webhook-id': 'id' },
      endpointOf(targetOf()).findDestination({}),
    );
    expect(shown).toEqual({
      Authorization: '[redacted]',
      'X-Api-Key': '[redacted]',
      'X-Own': 'z',
      'webhook-id': 'id',
    });
  });
});

describe('shownExchange', () => {
  const shown = (status: number, headers: Record<string, string>) =>
    shownExchange({ kind: 'answered', response: answerOf(status, { headers }) }, nothing).error;

  it.each([
    ['https://new.example.com/hooks?token=abc', 'redirects to new.example.com;'],
    ['http://new.example.com:8080', 'redirects to new.example.com:8080;'],
    ['//new.example.com/hooks', 'redirects to new.example.com;'],
    ['/login', 'redirects to another path of the same host;'],
  ])('names the host of a redirection to %s, and nothing else of it', (location, expected) => {
    const error = shown(302, { location });
    expect(error).toContain(expected);
    expect(error).not.toContain('hooks');
    expect(error).not.toContain('login');
  });

  it('names no place where an answer redirects to none', () => {
    expect(shown(304, {})).toBeUndefined();
    expect(shown(201, { location: 'https://new.example.com/' })).toBeUndefined();
  });
});

describe('responseExcerpt', () => {
  it('is text that PostgreSQL accepts, of at most 4 KiB, whatever was answered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 9000, size: 'max' }), (bytes) => {
        const excerpt = responseExcerpt(answerOf(200, { body: Buffer.from(bytes) }), nothing) ?? '';
        expect(excerpt).not.toContain('\0');
        expect(excerpt.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(4096);
      }),
    );
  });

  it('cuts between characters', () => {
    const excerpt = responseExcerpt(answerOf(200, { body: Buffer.from(`a${'é'.repeat(3000)}`) }), nothing);
    expect(excerpt).toBe(`a${'é'.repeat(2047)}`);
  });

  it('strikes secrets out, also one that the cut would go through', () => {
    const body = Buffer.from(`${secret} ${'x'.repeat(4096 - 40)}${secret}`);
    const excerpt = responseExcerpt(answerOf(400, { body }), redactionOf([secret])) ?? '';
    expect(excerpt.startsWith('[redacted] ')).toBe(true);
    expect(excerpt).not.toContain('whsec');
  });

  it('ends before a secret that goes on behind what is read of the answer', () => {
    const long = `long-${'%'.repeat(4000)}`;
    const spelled = encodeURIComponent(long);
    fc.assert(
      fc.property(fc.nat(9000), fc.nat(3), fc.boolean(), (before, repeats, truncated) => {
        const body = Buffer.from('x'.repeat(before) + spelled.repeat(repeats) + spelled.slice(0, -1));
        const excerpt = responseExcerpt(answerOf(200, { body, truncated }), redactionOf([long])) ?? '';
        if (truncated || body.length > 8192 + spelled.length) expect(excerpt).not.toContain('%25%25%25');
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out empty and encoded bodies', () => {
    expect(responseExcerpt(answerOf(200, { body: Buffer.alloc(0) }), nothing)).toBeUndefined();
    expect(
      responseExcerpt(answerOf(200, { headers: { 'content-encoding': 'gzip' } }), nothing),
    ).toBeUndefined();
  });
});

describe('responseHeaders', () => {
  it('leaves out cookies and bounds number and length', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'v'.repeat(2000)]),
    );
    const shown = responseHeaders(headersOf({ 'set-cookie': 'a=b', ...many }), nothing);
    expect(Object.keys(shown)).toHaveLength(50);
    expect(shown['x-0']).toHaveLength(512);
    expect(shown).not.toHaveProperty('set-cookie');
  });

  it('are shown without secrets, whole before they are cut', () => {
    const long = `${'x'.repeat(500)}${secret}`;
    const shown = responseHeaders(
      headersOf({ 'x-echo': secret, 'x-long': long, [`x-${secret}`]: '1' }),
      redactionOf([secret]),
    );
    expect(shown).toEqual({
      'x-echo': '[redacted]',
      'x-long': `${'x'.repeat(500)}[redacted]`,
      'x-[redacted]': '1',
    });
  });
});

describe('shownError', () => {
  it('is bounded and without secrets', () => {
    expect(shownError(`bad ${secret}${'x'.repeat(1000)}`, redactionOf([secret]))).toMatch(
      /^bad \[redacted\]x+$/,
    );
    expect(shownError('x'.repeat(1000), nothing)).toHaveLength(500);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { responseExcerpt, responseHeaders, shownError } from './shown-response.ts';
import { answerOf } from './testing/factories.ts';

const secret = 'whsec_0123456789abcdef';

describe('responseExcerpt', () => {
  it('is text that PostgreSQL accepts, of at most 4 KiB, whatever was answered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 9000, size: 'max' }), (bytes) => {
        const excerpt = responseExcerpt(answerOf(200, { body: Buffer.from(bytes) }), []) ?? '';
        expect(excerpt).not.toContain('\0');
        expect(excerpt.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(4096);
      }),
    );
  });

  it('cuts between characters', () => {
    const excerpt = responseExcerpt(answerOf(200, { body: Buffer.from(`a${'é'.repeat(3000)}`) }), []);
    expect(excerpt).toBe(`a${'é'.repeat(2047)}`);
  });

  it('strikes secrets out, also one that the cut would go through', () => {
    const body = Buffer.from(`${secret} ${'x'.repeat(4096 - 40)}${secret}`);
    const excerpt = responseExcerpt(answerOf(400, { body }), [secret]) ?? '';
    expect(excerpt.startsWith('[redacted] ')).toBe(true);
    expect(excerpt).not.toContain('whsec');
  });

  it('leaves out empty and encoded bodies', () => {
    expect(responseExcerpt(answerOf(200, { body: Buffer.alloc(0) }), [])).toBeUndefined();
    expect(responseExcerpt(answerOf(200, { headers: { 'content-encoding': 'gzip' } }), [])).toBeUndefined();
  });
});

describe('responseHeaders', () => {
  it('leaves out cookies and bounds number and length', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'v'.repeat(2000)]),
    );
    const shown = responseHeaders({ 'set-cookie': ['a=b'], ...many });
    expect(Object.keys(shown)).toHaveLength(50);
    expect(shown['x-0']).toHaveLength(512);
    expect(shown).not.toHaveProperty('set-cookie');
  });
});

describe('shownError', () => {
  it('is bounded and without secrets', () => {
    expect(shownError(`bad ${secret}${'x'.repeat(1000)}`, [secret])).toMatch(/^bad \[redacted\]x+$/);
    expect(shownError('x'.repeat(1000), [])).toHaveLength(500);
  });
});

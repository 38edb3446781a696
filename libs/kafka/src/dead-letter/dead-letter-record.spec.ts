import { describe, expect, it } from '@jest/globals';
import { recordAt } from '../consume/testing.fixture.ts';
import { MAX_HEADER_BYTES, MAX_HEADERS, toDeadLetter } from './dead-letter-record.ts';

/** How many headers of the original are in its dead letter, and their bytes. */
function kept(rawHeaders: Record<string, Buffer>): { count: number; bytes: number } {
  const { headers = {} } = toDeadLetter(
    'spec.',
    { ...recordAt(0), rawHeaders },
    { reason: 'malformed-record' },
  );
  const names = Object.keys(headers).filter((name) => name in rawHeaders);
  const bytes = names.reduce((sum, name) => sum + Buffer.byteLength(name) + (headers[name]?.length ?? 0), 0);
  return { count: names.length, bytes };
}

const headers = (count: number, value: Buffer, name = 'name') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}-${index}`, value]));

describe('a dead letter', () => {
  it('fits the rejected topic, even if the original has tens of thousands of headers', () => {
    expect(kept(headers(40_000, Buffer.alloc(0))).count).toBe(MAX_HEADERS);
  });

  it('fits the rejected topic, even if header names have more bytes than characters', () => {
    const { bytes } = kept(headers(10, Buffer.from('x'), '\u20ac'.repeat(MAX_HEADER_BYTES / 16)));
    expect(bytes).toBeLessThanOrEqual(MAX_HEADER_BYTES);
  });

  it('has all headers of an original within the limits', () => {
    expect(kept(headers(MAX_HEADERS, Buffer.from('x'))).count).toBe(MAX_HEADERS);
  });
});

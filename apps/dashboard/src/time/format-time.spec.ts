import { describe, expect, it } from '@jest/globals';
import { formatAge, formatBytes, formatDuration, formatFull, formatShort, offsetOf } from './format-time.ts';

const now = Date.parse('2026-11-29T12:00:00Z');

describe('instants in lists', () => {
  it.each([
    ['2026-11-29T08:05:09.123Z', 'UTC', '08:05:09'],
    ['2026-11-28T23:30:00Z', 'UTC', 'Sat 28 Nov 23:30:00'],
    ['2026-11-28T23:30:00Z', 'Asia/Kolkata', '05:00:00'],
    ['2026-11-29T00:10:00Z', 'America/New_York', 'Sat 28 Nov 19:10:00'],
    ['2025-03-01T00:00:00Z', 'UTC', '1 Mar 2025 00:00:00'],
    ['no instant', 'UTC', 'no instant'],
  ])('%s in %s is %s', (instant, zone, shown) => {
    expect(formatShort(instant, zone, now)).toBe(shown);
  });
});

describe('instants in full', () => {
  it('have milliseconds and the offset', () => {
    expect(formatFull('2026-11-29T08:05:09.007Z', 'UTC')).toBe('2026-11-29 08:05:09.007 UTC');
    expect(formatFull('2026-11-29T20:05:09.007Z', 'Asia/Kolkata')).toBe('2026-11-30 01:35:09.007 UTC+05:30');
  });

  it('have the offset of their own day, not of today', () => {
    expect(formatFull('2026-07-01T10:00:00Z', 'Europe/Berlin')).toContain('12:00:00.000 UTC+02:00');
    expect(offsetOf('Europe/Berlin', now)).toBe('UTC+01:00');
  });
});

describe('stretches of time', () => {
  it.each([
    [0, '0 ms'],
    [820.4, '820 ms'],
    [1_234, '1.2 s'],
    [5_000, '5 s'],
    [59_999, '1 min'],
    [185_000, '3 min 5 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h'],
    [187_200_000, '2 d 4 h'],
  ])('%d ms are %s', (milliseconds, shown) => {
    expect(formatDuration(milliseconds)).toBe(shown);
  });

  it.each([
    ['2026-11-29T12:00:00.400Z', 'just now'],
    ['2026-11-29T11:57:00Z', '3 min ago'],
    ['2026-11-29T12:00:05Z', 'in 5 s'],
    ['2026-11-27T11:00:00Z', '2 d ago'],
    ['never', ''],
  ])('from %s it is %s', (instant, shown) => {
    expect(formatAge(instant, now)).toBe(shown);
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [4_200, '4.1 KiB'],
    [4 * 1_024 ** 2, '4.0 MiB'],
  ])('%d bytes are %s', (bytes, shown) => {
    expect(formatBytes(bytes)).toBe(shown);
  });
});

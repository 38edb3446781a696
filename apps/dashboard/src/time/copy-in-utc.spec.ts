import { describe, expect, it } from '@jest/globals';
import { inUtc } from './copy-in-utc.ts';

const morning = { shown: '09:15:00', utc: '2026-11-30T07:15:00.000Z' };
const later = { shown: '09:15:00', utc: '2026-11-30T07:15:00.500Z' };

describe('a text with instants that is copied', () => {
  it('has each of them in UTC, also where several are shown alike', () => {
    expect(inUtc('09:15:00\tDelivered\n09:15:00\tFailed', [morning, later])).toBe(
      '2026-11-30T07:15:00.000Z\tDelivered\n2026-11-30T07:15:00.500Z\tFailed',
    );
  });

  it('keeps an instant as it is shown that was selected in part, and everything else', () => {
    expect(inUtc('15:00 Failed 09:15:00', [morning, later])).toBe('15:00 Failed 2026-11-30T07:15:00.000Z');
    expect(inUtc('case-7', [morning])).toBe('case-7');
  });
});

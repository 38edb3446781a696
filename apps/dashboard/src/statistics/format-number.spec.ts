import { describe, expect, it } from '@jest/globals';
import { formatShare, formatValue } from './format-number.ts';

describe('numbers of charts', () => {
  it.each([
    [10_000, 'count', '10,000'],
    [0, 'count', '0'],
    [362, 'milliseconds', '362 ms'],
    [90_000, 'milliseconds', '1 min 30 s'],
    [0.75, 'share', '75 %'],
    [null, 'share', '–'],
  ] as const)('%s as %s is %s', (value, unit, shown) => {
    expect(formatValue(value, unit)).toBe(shown);
  });

  it.each([
    [1, '100 %'],
    [0.99999, '99.9 %'],
    [0.29, '29 %'],
    [0.0004, '0 %'],
    [0, '0 %'],
  ])('a share of %d is %s: less than everything is never everything', (share, shown) => {
    expect(formatShare(share)).toBe(shown);
  });
});

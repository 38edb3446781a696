import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { attemptTimes, namedDelays } from './retry-delays.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/delivery.md'), 'utf8');

const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600 };

describe('the schedule of retries', () => {
  it.each(['standard', 'fast', 'patient'] as const)(
    'of the policy %s is the one that the docs print',
    (name) => {
      const [, printed = ''] = new RegExp(`^\\| \`"${name}"\`\\s+\\| ([^|]*?)\\s+\\|`, 'm').exec(page) ?? [];
      const seconds = printed.split(', ').map((delay) => {
        const [count, unit = ''] = delay.split(' ');
        return Number(count) * (units[unit] ?? NaN);
      });
      expect(namedDelays[name]).toEqual(seconds);
    },
  );

  it('begins at once, and counts every delay from the attempt before', () => {
    expect(attemptTimes([5, 30, 120])).toEqual([0, 5, 35, 155]);
    expect(attemptTimes([])).toEqual([0]);
    expect(attemptTimes([10, -1])).toEqual([0, 10, 10]);
  });
});

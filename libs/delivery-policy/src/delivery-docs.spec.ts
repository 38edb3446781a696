import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { retryPresets, type RetryPreset } from './retry-policy.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/delivery.md'), 'utf8');

function printed(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
}

describe('docs/delivery.md', () => {
  it.each(Object.keys(retryPresets) as RetryPreset[])('prints the delays of the policy %s', (preset) => {
    const { delaysSeconds } = retryPresets[preset];
    const [, delays, attempts] =
      new RegExp(`^\\| \`"${preset}"\`\\s+\\| ([^|]*?)\\s+\\| (\\d+) `, 'm').exec(page) ?? [];
    expect(delays).toBe(delaysSeconds.map(printed).join(', '));
    expect(attempts).toBe(String(delaysSeconds.length + 1));
  });
});

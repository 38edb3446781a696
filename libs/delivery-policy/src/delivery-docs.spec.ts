import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { retryPresets, type RetryPreset } from './retry-policy.ts';

const docs = join(import.meta.dirname, '../../../docs');
const page = readFileSync(join(docs, 'delivery.md'), 'utf8');
const configuration = readFileSync(join(docs, 'configuration.md'), 'utf8');

function printed(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
}

/** The rows of the table of numbers that name a variable: what they print, and which variable. */
const numbers = [...page.matchAll(/^\| [^|]+ \| ([^|]+?) +\| `(CASEWIRE_\w+)`/gm)].map(
  ([, number = '', variable = '']) => ({ number, variable }),
);

const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600, d: 86_400 };

/** A number of the page as the variable has it, which is in the unit that its name ends in. */
function asVariable(number: string, variable: string): number {
  const [value = '', unit] = number.split(' ');
  if (unit === undefined) return Number(value);
  const seconds = Number(value) * (units[unit] ?? NaN);
  if (variable.endsWith('_MS')) return seconds * 1_000;
  return variable.endsWith('_DAYS') ? seconds / 86_400 : seconds;
}

describe('docs/delivery.md', () => {
  it('has a row for many variables', () => {
    expect(numbers.length).toBeGreaterThan(15);
  });

  it.each(numbers)('prints $number as the default of $variable', ({ number, variable }) => {
    const [, entry = ''] = configuration.split(`### \`${variable}\`\n`);
    const [, value] = /^- Default: `(\d+)`$/m.exec(entry) ?? [];
    expect(asVariable(number, variable)).toBe(Number(value));
  });

  it.each(Object.keys(retryPresets) as RetryPreset[])('prints the delays of the policy %s', (preset) => {
    const { delaysSeconds } = retryPresets[preset];
    const [, delays, attempts] =
      new RegExp(`^\\| \`"${preset}"\`\\s+\\| ([^|]*?)\\s+\\| (\\d+) `, 'm').exec(page) ?? [];
    expect(delays).toBe(delaysSeconds.map(printed).join(', '));
    expect(attempts).toBe(String(delaysSeconds.length + 1));
  });
});

import { describe, expect, it } from '@jest/globals';
import { fromInput, toInput } from './input-time.ts';

describe('fields for date and time', () => {
  it('mean the zone of the page', () => {
    expect(fromInput('2026-11-29T08:05', 'utc')).toBe('2026-11-29T08:05:00.000Z');
    expect(fromInput('2026-11-29T08:05', 'local')).toBe(new Date(2026, 10, 29, 8, 5).toISOString());
  });

  it.each(['utc', 'local'] as const)('show what they gave, in %s', (zone) => {
    const instant = fromInput('2026-07-01T23:59', zone);
    expect(toInput(instant ?? '', zone)).toBe('2026-07-01T23:59');
  });

  it('are empty for what is no instant', () => {
    expect([fromInput('', 'utc'), fromInput('2026-', 'local'), toInput('soon', 'utc')]).toEqual([
      undefined,
      undefined,
      '',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { overlapEnd } from './overlap.ts';

const at = '2026-11-29T08:00:00.000Z';
const rotation = (overlapSeconds: unknown) => ({
  at,
  changed: [{ member: 'secret' }, { member: 'overlapSeconds', after: overlapSeconds }],
});
const after = (seconds: number) => Date.parse(at) + seconds * 1_000;

describe('the overlap of a rotation', () => {
  it('ends so many seconds after it', () => {
    expect(overlapEnd(rotation(3_600), after(0))).toBe('2026-11-29T09:00:00.000Z');
  });

  it.each([
    ['has ended', rotation(3_600), after(3_600)],
    ['was not wanted', rotation(0), after(0)],
    ['was not noted', { at, changed: [{ member: 'secret' }] }, after(0)],
  ])('is none where it %s', (_why, entry, now) => {
    expect(overlapEnd(entry, now)).toBeUndefined();
  });
});

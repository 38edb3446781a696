import { describe, expect, it } from '@jest/globals';
import { noteInWords, type Note } from './describe-note.ts';

describe('a note of an invocation in words', () => {
  it.each<[Note['what'], string | undefined, string]>([
    ['held', 'webhook-paused', 'Held by the pause of its webhook'],
    ['held', 'of-a-later-version', 'Held by of-a-later-version'],
    ['held', 'constructor', 'Held by constructor'],
    ['held', undefined, 'Held'],
    ['retried', 'replay', 'Sent again by a replay'],
    ['expired', 'expired', 'Expired'],
    ['cancelled', undefined, 'Cancelled'],
  ])('%s for the reason %s is "%s"', (what, reason, words) => {
    const note = { number: 1, at: '2026-11-30T12:00:00Z', what };
    expect(noteInWords(reason === undefined ? note : { ...note, reason })).toBe(words);
  });
});

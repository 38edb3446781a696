import { describe, expect, it } from '@jest/globals';
import { outcomeInWords } from './outcome.ts';

const none = { delivered: 0, failed: 0, cancelled: 0, waiting: 0 };

describe('what became of an event', () => {
  it.each([
    [{}, 'No webhook got it yet'],
    [{ delivered: 3 }, '3 delivered'],
    [{ delivered: 2, failed: 1, waiting: 4, cancelled: 1 }, '1 failed, 4 waiting, 2 delivered, 1 cancelled'],
  ])('of %j is told as %s', (some, words) => {
    expect(outcomeInWords({ ...none, ...some })).toBe(words);
  });
});

import { describe, expect, it } from '@jest/globals';
import { failureInWords } from './failure-words.ts';

const meaning = 'A secret that the webhook names does not exist.';

describe('what a group of failures is, in a few words', () => {
  it.each([
    ['http-503', 'Answered 503'],
    ['timeout', 'No answer in time'],
    ['unknown-secret', meaning],
    ['constructor', meaning],
  ])('is for %s: %s', (failure, words) => {
    expect(failureInWords({ class: failure, meaning })).toBe(words);
  });
});

import { describe, expect, it } from '@jest/globals';
import { sentence } from './sentence.ts';

describe('a message that stands by itself', () => {
  it.each([
    ['the receiver refused the connection', 'The receiver refused the connection.'],
    ['The event is no longer kept.', 'The event is no longer kept.'],
    ['`url` is missing', '`url` is missing.'],
  ])('begins with a capital, and ends with one full stop: %s', (message, expected) => {
    expect(sentence(message)).toBe(expected);
  });
});

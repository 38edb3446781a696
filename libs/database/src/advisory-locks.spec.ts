import { describe, expect, it } from '@jest/globals';
import { advisoryLocks } from './advisory-locks.ts';

describe('advisory locks', () => {
  it('have a number each: accepting events does not wait for a cut', () => {
    const numbers = Object.values<number>(advisoryLocks);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

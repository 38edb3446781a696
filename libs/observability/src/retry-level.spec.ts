import { describe, expect, it } from '@jest/globals';
import { retryLevel } from './retry-level.ts';

describe('a failure after which something is tried again', () => {
  it('is no warning while a start explains it', () => {
    expect(retryLevel(false, 1)).toBe('info');
    expect(retryLevel(false, 30)).toBe('info');
  });

  it('is a warning where it has worked before, or the start is over', () => {
    expect(retryLevel(true, 1)).toBe('warn');
    expect(retryLevel(false, 30.1)).toBe('warn');
  });
});

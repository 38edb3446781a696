import { describe, expect, it } from '@jest/globals';
import { restartDelayMs } from './restart-delay.ts';

describe('restartDelayMs', () => {
  it('doubles from half a second to half a minute', () => {
    expect([0, 1, 2, 5, 6, 50].map(restartDelayMs)).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000]);
  });
});

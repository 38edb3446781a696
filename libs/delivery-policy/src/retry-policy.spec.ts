import { describe, expect, it } from '@jest/globals';
import { retryPolicyOf, retryPresets, type RetryPreset } from './retry-policy.ts';

const familyDefault = { delaysSeconds: [5, 30], jitter: 0.2, maxAgeSeconds: 60 };

describe('retryPolicyOf', () => {
  it("is the family's unless the webhook has its own, which is exact", () => {
    expect(retryPolicyOf(undefined, familyDefault)).toBe(familyDefault);
    expect(retryPolicyOf('none', familyDefault)).toEqual({ delaysSeconds: [], jitter: 0 });
    expect(retryPolicyOf({ delaysSeconds: [300] }, familyDefault)).toEqual({
      delaysSeconds: [300],
      jitter: 0,
    });
  });

  it.each<[RetryPreset, attempts: number, hours: number]>([
    ['fast', 9, 533 / 3600],
    ['standard', 11, 70 + 755 / 3600],
    ['patient', 13, 167 + 1260 / 3600],
  ])('%s makes %d attempts within %d hours, give or take the jitter', (preset, attempts, hours) => {
    const { delaysSeconds, jitter } = retryPolicyOf(preset, familyDefault);
    expect(retryPresets[preset].delaysSeconds).toBe(delaysSeconds);
    expect(delaysSeconds.length + 1).toBe(attempts);
    expect(delaysSeconds.reduce((sum, delay) => sum + delay, 0)).toBeCloseTo(hours * 3600);
    expect([...delaysSeconds].sort((a, b) => a - b)).toEqual(delaysSeconds);
    expect(jitter).toBe(0.2);
  });
});

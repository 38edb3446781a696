import { describe, expect, it } from '@jest/globals';
import { retryPolicyOf } from './retry-policy.ts';

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
});

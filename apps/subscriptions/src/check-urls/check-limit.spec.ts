import { describe, expect, it } from '@jest/globals';
import { CheckLimit } from './check-limit.ts';

const acme = { tenantId: 'acme', environment: 'sandbox' } as const;

describe('CheckLimit', () => {
  it('lets ten checks of a tenant and environment through in a minute', () => {
    const limit = new CheckLimit();
    const take = (now: number, scope: Parameters<CheckLimit['take']>[0] = acme) => {
      limit.take(scope, now);
    };
    for (let second = 0; second < 10; second++) take(second * 1_000);
    expect(() => {
      take(10_000);
    }).toThrow(expect.objectContaining({ code: 'too-many-requests', headers: { 'retry-after': '50' } }));
    take(10_000, { ...acme, environment: 'production' });
    take(10_000, { ...acme, tenantId: 'globex' });
    take(60_000);
  });
});

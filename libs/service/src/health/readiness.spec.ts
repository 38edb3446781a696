import { describe, expect, it } from '@jest/globals';
import { assessReadiness } from './readiness.ts';

describe('assessReadiness', () => {
  it('is ready when every check is', async () => {
    expect(await assessReadiness({ kafka: () => true, postgres: () => Promise.resolve(true) })).toEqual({
      ready: true,
      checks: { kafka: true, postgres: true },
    });
  });

  it('names what is away, and takes a check that throws for that', async () => {
    const history = { ready: false, checks: { kafka: false } };
    const checks = {
      kafka: () => true,
      postgres: () => Promise.reject(new Error('refused')),
      history: () => history,
    };
    expect(await assessReadiness(checks)).toEqual({
      ready: false,
      checks: { kafka: true, postgres: false, history },
    });
  });
});

import { attemptOutcomes } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideNextStep, MAX_RETRY_AFTER_MS } from './next-step.ts';

const now = 1_700_000_000_000;
const policy = { delaysSeconds: [5, 30, 120], jitter: 0.2 };
const rejected = { outcome: 'rejected', number: 1, acceptedAt: now - 1000 } as const;

const retried = attemptOutcomes.filter((outcome) => outcome !== 'delivered' && outcome !== 'not-sent');

describe('decideNextStep', () => {
  it('is done when delivered, even on the last attempt', () => {
    expect(decideNextStep({ ...rejected, outcome: 'delivered', number: 9 }, policy, now, 0)).toEqual({
      kind: 'done',
    });
  });

  it.each(retried)('retries after %s', (outcome) => {
    expect(decideNextStep({ ...rejected, outcome }, policy, now, 0.5)).toEqual({
      kind: 'retry',
      at: now + 5000,
      maxAttempts: 4,
    });
  });

  it('gives up at once on what could not be sent', () => {
    expect(decideNextStep({ ...rejected, outcome: 'not-sent' }, policy, now, 0)).toEqual({
      kind: 'give-up',
      reason: 'not-sent',
    });
  });

  it('gives up after the last delay', () => {
    expect(decideNextStep({ ...rejected, number: 3 }, policy, now, 0.5)).toEqual({
      kind: 'retry',
      at: now + 120_000,
      maxAttempts: 4,
    });
    expect(decideNextStep({ ...rejected, number: 4 }, policy, now, 0.5)).toEqual({
      kind: 'give-up',
      reason: 'retries-exhausted',
      maxAttempts: 4,
    });
  });

  it('gives up rather than retry past the maximum age', () => {
    const limited = { ...policy, jitter: 0, maxAgeSeconds: 6 };
    expect(decideNextStep(rejected, limited, now, 0)).toMatchObject({ kind: 'retry', at: now + 5000 });
    expect(decideNextStep(rejected, { ...limited, maxAgeSeconds: 5 }, now, 0)).toEqual({
      kind: 'give-up',
      reason: 'too-old',
      maxAttempts: 4,
      maxAgeSeconds: 5,
    });
  });

  it('waits as long as the receiver asks, but no shorter than the policy and no longer than a day', () => {
    const at = (retryAfterAt: number) =>
      decideNextStep({ ...rejected, retryAfterAt }, { ...policy, jitter: 0 }, now, 0);
    const step = (at: number, requestedSeconds: number) => ({
      kind: 'retry',
      at,
      maxAttempts: 4,
      requestedSeconds,
    });
    expect(at(now + 60_000)).toEqual(step(now + 60_000, 60));
    expect(at(now + 1000)).toEqual(step(now + 5000, 1));
    expect(at(now + 1e12)).toEqual(step(now + MAX_RETRY_AFTER_MS, 1e9));
    expect(at(now - 1000)).toEqual(step(now + 5000, 0));
  });

  it('keeps every delay within its jitter, its Retry-After and the maximum age', () => {
    fc.assert(
      fc.property(
        fc.record({
          delaysSeconds: fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 10 }),
          jitter: fc.double({ min: 0, max: 1, noNaN: true }),
          maxAgeSeconds: fc.integer({ min: 0, max: 300_000 }),
        }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(200_000_000),
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (anyPolicy, number, ageMs, requestedInMs, random01) => {
          const acceptedAt = now - ageMs;
          const attempt = {
            outcome: 'timeout',
            number,
            acceptedAt,
            retryAfterAt: now + requestedInMs,
          } as const;
          const next = decideNextStep(attempt, anyPolicy, now, random01);
          if (next.kind !== 'retry') return;
          const delayMs = (anyPolicy.delaysSeconds[number - 1] ?? Number.NaN) * 1000;
          const waitedMs = next.at - now;
          expect(next.at).toBeLessThanOrEqual(acceptedAt + anyPolicy.maxAgeSeconds * 1000);
          expect(waitedMs).toBeGreaterThanOrEqual(Math.round(delayMs * (1 - anyPolicy.jitter)) - 1);
          expect(waitedMs).toBeLessThanOrEqual(
            Math.max(delayMs * (1 + anyPolicy.jitter) + 1, Math.min(requestedInMs, MAX_RETRY_AFTER_MS)),
          );
        },
      ),
    );
  });
});

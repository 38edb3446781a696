import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { failureGroupState, RECOVERY_MS } from './failure-group.ts';

const instant = fc.integer({ min: 0, max: 4 * RECOVERY_MS });

/** What a group sees, in order: failures of its own, and successes of its webhook. */
const history = fc.array(fc.record({ at: instant, isFailure: fc.boolean() }), { maxLength: 12 });

describe('the state of a group of failures', () => {
  it('is open exactly while its webhook has not succeeded since', () => {
    fc.assert(
      fc.property(fc.option(instant), fc.boolean(), instant, (recoveringSince, hasFailed, now) => {
        const state = failureGroupState({ recoveringSince, hasFailed }, now);
        expect(state === 'open').toBe(recoveringSince === null);
      }),
    );
  });

  it('never ends while something of it has failed', () => {
    fc.assert(
      fc.property(fc.option(instant), instant, (recoveringSince, now) => {
        expect(failureGroupState({ recoveringSince, hasFailed: true }, now)).not.toBe('ended');
      }),
    );
  });

  it('ends by nothing but time: ten minutes after the first success, and not a moment before', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -5, max: 5 }), (recoveringSince, by) => {
        const now = recoveringSince + RECOVERY_MS + by;
        const state = failureGroupState({ recoveringSince, hasFailed: false }, now);
        expect(state).toBe(by < 0 ? 'recovering' : 'ended');
      }),
    );
  });

  it('has ended only if ten minutes without a failure lie behind a success', () => {
    fc.assert(
      fc.property(history, instant, (seen, now) => {
        const past = seen.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
        const lastFailure = past.findLast(({ isFailure }) => isFailure)?.at ?? 0;
        const first = past.find(({ at, isFailure }) => !isFailure && at > lastFailure)?.at ?? null;
        const state = failureGroupState({ recoveringSince: first, hasFailed: false }, now);
        if (state === 'ended') expect(now - lastFailure).toBeGreaterThanOrEqual(RECOVERY_MS);
        if (first !== null && now - first >= RECOVERY_MS) expect(state).toBe('ended');
      }),
    );
  });
});

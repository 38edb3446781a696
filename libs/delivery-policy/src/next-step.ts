import type { AttemptOutcome, NextStep } from '@casewire/events';
import type { RetryPolicy } from './retry-policy.ts';

/** The parts of a finished attempt that decide what follows. */
export interface FinishedAttempt {
  readonly outcome: AttemptOutcome;
  /** 1 for the first attempt of the invocation. */
  readonly number: number;
  /** When the event was accepted, milliseconds since the epoch. */
  readonly acceptedAt: number;
  /** When the receiver asked to be tried again, milliseconds since the epoch: see `retryAfterAt`. */
  readonly retryAfterAt?: number;
}

/** The longest delay that `Retry-After` can ask for: a receiver must not postpone its deliveries for ever. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Decides what follows an attempt. Every outcome but success is tried again while the policy has delays left: the owner
 * can mend a refused address, a failed certificate or a redirect by editing the webhook, and the next attempt reads the
 * webhook afresh. Only `not-sent` ends at once: no request can be made from the webhook's settings, so its owner must act.
 *
 * `Retry-After` makes a delay longer, never shorter, and never moves an attempt beyond the policy's maximum age. The step
 * has the numbers that it was decided by.
 * @param now milliseconds since the epoch
 * @param random01 uniform in [0, 1): chooses the delay within its jitter
 */
export function decideNextStep(
  attempt: FinishedAttempt,
  policy: RetryPolicy,
  now: number,
  random01: number,
): NextStep {
  if (attempt.outcome === 'delivered') return { kind: 'done' };
  if (attempt.outcome === 'not-sent') return { kind: 'give-up', reason: 'not-sent' };
  const maxAttempts = policy.delaysSeconds.length + 1;
  const delaySeconds = policy.delaysSeconds[attempt.number - 1];
  if (delaySeconds === undefined) return { kind: 'give-up', reason: 'retries-exhausted', maxAttempts };

  const scheduledAt = now + Math.round(delaySeconds * 1000 * (1 + policy.jitter * (2 * random01 - 1)));
  const { maxAgeSeconds } = policy;
  const latestAt = maxAgeSeconds === undefined ? Infinity : attempt.acceptedAt + maxAgeSeconds * 1000;
  if (scheduledAt > latestAt)
    return { kind: 'give-up', reason: 'too-old', maxAttempts, ...(maxAgeSeconds && { maxAgeSeconds }) };
  const requestedAt = Math.min(attempt.retryAfterAt ?? 0, now + MAX_RETRY_AFTER_MS);
  return {
    kind: 'retry',
    at: Math.min(Math.max(scheduledAt, requestedAt), latestAt),
    maxAttempts,
    ...(attempt.retryAfterAt !== undefined && {
      requestedSeconds: Math.max(0, Math.ceil((attempt.retryAfterAt - now) / 1000)),
    }),
  };
}

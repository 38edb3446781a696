import { ApiError } from '@casewire/client';
import { useSyncExternalStore } from 'react';

/** What the last answers say about the way to Casewire. Each has a notice of its own. */
export interface Condition {
  /** Whether the last request got no answer. */
  readonly isLost: boolean;
  /** Until when Casewire asked not to be sent more requests, in milliseconds since the epoch; null where it did not. */
  readonly limitedUntil: number | null;
  /** Whether the session has ended, or another tab has begun one that may not open this page. */
  readonly isExpired: boolean;
}

let condition: Condition = { isLost: false, limitedUntil: null, isExpired: false };
const listeners = new Set<() => void>();

function change(to: Partial<Condition>): void {
  condition = { ...condition, ...to };
  for (const listener of listeners) listener();
}

/** Notes that a request was answered. */
export function noteAnswer(): void {
  if (condition.isLost) change({ isLost: false });
}

/**
 * Notes that a request was refused or not answered.
 * @param now milliseconds since the epoch
 */
export function noteFailure(error: unknown, now: number): void {
  if (!(error instanceof ApiError)) return;
  if (error.code === 'no-answer') change({ isLost: true });
  else noteAnswer();
  if (error.status === 401) change({ isExpired: true });
  if (error.status === 429) change({ limitedUntil: now + (error.retryAfterMs ?? 1_000) });
}

/** Notes that somebody has signed in. @param isRight whether the session may open the page that is shown */
export function noteSession(isRight: boolean): void {
  change({ isExpired: !isRight });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCondition(): Condition {
  return useSyncExternalStore(subscribe, () => condition);
}

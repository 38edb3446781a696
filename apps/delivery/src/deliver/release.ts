import type { NextStep } from '@casewire/events';
import type { DeliveryTarget } from '@casewire/subscription-store';

/** Whether a release is sent, or answered without sending. */
export type ReleaseDecision =
  | { readonly kind: 'send'; readonly target: DeliveryTarget }
  | { readonly kind: 'answer'; readonly next: NextStep };

/** What is known about a release when its turn comes. */
export interface ReleaseSituation {
  /** Undefined if there never was such a webhook. */
  readonly target: DeliveryTarget | undefined;
  readonly cancelled: boolean;
}

/** A paused webhook's deliveries are looked at again after this long. */
export const PAUSED_RECHECK_MS = 60_000;

/**
 * Deleting a webhook cancels what is pending, disabling it gives it up: `disabled` says that its owner wants nothing
 * from it any more, yet its history shows what would have been sent.
 * @param now milliseconds since the epoch
 */
export function decideRelease({ target, cancelled }: ReleaseSituation, now: number): ReleaseDecision {
  if (cancelled) return answer({ kind: 'cancelled' });
  if (target === undefined) return answer({ kind: 'give-up', reason: 'webhook-gone' });
  if (target.deletedAt !== null) return answer({ kind: 'cancelled' });
  switch (target.status) {
    case 'disabled':
      return answer({ kind: 'give-up', reason: 'webhook-disabled' });
    case 'paused':
      return answer({ kind: 'defer', reason: 'webhook-paused', at: now + PAUSED_RECHECK_MS });
    case 'active':
      return { kind: 'send', target };
  }
}

function answer(next: NextStep): ReleaseDecision {
  return { kind: 'answer', next };
}

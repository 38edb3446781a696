import type { Level } from './level.ts';

/** How a tenant combines webhooks of several levels that want one event. */
export const mergeRules = ['additive', 'override-per-event'] as const;

export type MergeRule = (typeof mergeRules)[number];

/** What of a webhook decides whether it takes an event from others, or others from it. */
export interface MergedWebhook {
  readonly level: Level;
  /** Null where it subscribes to event names; one that listens to states has no part in overriding. */
  readonly stateNames: readonly string[] | null;
}

/**
 * Which of the webhooks that want one event get it.
 * `additive`: each of them. `override-per-event`: one that names a definition or a run takes the event away from the
 * customer level, for this event name only.
 * @param wanting only those that let what is in the event through: what gets nothing takes nothing away
 */
export function selectWebhooks<T extends MergedWebhook>(
  wanting: readonly T[],
  merge: MergeRule = 'additive',
): readonly T[] {
  if (merge === 'additive') return wanting;
  const isOverridden = wanting.some(({ level, stateNames }) => stateNames === null && level !== 'customer');
  return wanting.filter(
    ({ level, stateNames }) => stateNames !== null || level !== 'customer' || !isOverridden,
  );
}

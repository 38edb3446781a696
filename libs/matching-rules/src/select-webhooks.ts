import type { Level } from './level.ts';

/** How a tenant combines webhooks of several levels that want one event. */
export const mergeRules = ['additive', 'override-per-event'] as const;

export type MergeRule = (typeof mergeRules)[number];

/** The parts of a webhook that decide whether it overrides others or is overridden. */
export interface MergedWebhook {
  readonly level: Level;
  /** Null for a webhook that listens to event types. One that listens to states neither overrides nor is overridden. */
  readonly stateNames: readonly string[] | null;
}

/**
 * Selects the webhooks that get an event.
 * - `additive`: all of them.
 * - `override-per-event`: a webhook of a definition or a run takes this one event away from webhooks of the customer level.
 * @param wanting webhooks whose filter accepts the event; one that is filtered out does not override others
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

import type { Level } from './level.ts';

/** How a tenant combines webhooks of several levels that match one event. */
export const mergeRules = ['additive', 'override-per-event'] as const;

export type MergeRule = (typeof mergeRules)[number];

/**
 * Which of the webhooks that match one event get it.
 * `additive`: each of them. `override-per-event`: one that names a definition or a run takes the event away from the
 * customer level, for this event name only.
 */
export function selectWebhooks<T extends { readonly level: Level }>(
  matching: readonly T[],
  merge: MergeRule = 'additive',
): readonly T[] {
  if (merge === 'additive') return matching;
  const specific = matching.filter(({ level }) => level !== 'customer');
  return specific.length > 0 ? specific : matching;
}

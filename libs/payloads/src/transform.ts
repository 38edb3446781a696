import type { FailureReason } from '@casewire/events';
import { printResult, QueryTooExpensiveError, type JsonValue, type StepBudget } from '@casewire/jmespath';
import { queries } from './queries.ts';

/** One step from an event's context to a body. */
export interface Transform {
  readonly transformer: 'jmespath';
  readonly mapping: string;
}

export type Transformed =
  | { readonly kind: 'transformed'; readonly json: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

/**
 * The JSON text of what a list of transforms, each on the result of the one before, makes of a context. However many
 * there are, they are bounded together as one query is.
 */
export function applyTransforms(
  transforms: readonly Transform[],
  context: () => JsonValue,
  budget: StepBudget,
): Transformed {
  try {
    const result = transforms.reduce(
      (value, { mapping }) => queries.get(mapping).evaluate(value, budget),
      context(),
    );
    return { kind: 'transformed', json: printResult(result, budget) };
  } catch (error) {
    if (error instanceof QueryTooExpensiveError) return { kind: 'failed', reason: 'transform-too-expensive' };
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', reason: `transform-failed: ${detail}` };
  }
}

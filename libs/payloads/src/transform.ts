import type { FailureReason } from '@casewire/events';
import { printResult, QueryTooExpensiveError, type JsonValue } from '@casewire/jmespath';
import type { StepBudget } from '@casewire/metering';
import type { EventContent } from './event-content.ts';
import { preparedQuery } from './queries.ts';

/** One step from an event's context to a body. */
export interface Transform {
  readonly transformer: 'jmespath';
  readonly mapping: string;
}

export type Transformed =
  | { readonly kind: 'transformed'; readonly json: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

/**
 * The JSON text of what a list of transforms, each on the result of the one before, makes of an event's context. However
 * many there are, they are bounded together as one query is.
 */
export function applyTransforms(
  transforms: readonly Transform[],
  content: EventContent,
  budget: StepBudget,
): Transformed {
  try {
    const result = transforms.reduce<JsonValue>(
      (value, { mapping }) => preparedQuery(content.tenantId, mapping).evaluate(value, budget),
      content.context,
    );
    return { kind: 'transformed', json: printResult(result, budget) };
  } catch (error) {
    if (error instanceof QueryTooExpensiveError) return { kind: 'failed', reason: 'transform-too-expensive' };
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', reason: `transform-failed: ${detail}` };
  }
}

import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import type { Revealable } from '../reveals/use-reveals.ts';

/** The body of an invocation, for its reveal. */
export function revealableBody({ id }: Pick<ExplainedInvocation, 'id'>): Revealable {
  return { kind: 'invocation', id };
}

/** Request and answer of an attempt, for their reveal. */
export function revealableExchange(
  { id }: Pick<ExplainedInvocation, 'id'>,
  attempt: Pick<Attempt, 'id'>,
): Revealable {
  return { kind: 'attempt', id, attempt: attempt.id };
}

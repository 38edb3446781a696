import type { RecordedAttempt } from '@casewire/invocation-ledger';
import { page, pageParameters, Problem, type Page } from '@casewire/rest';
import { z } from 'zod';

/** How the list of attempts can be asked for: first to last by default, which is how they are read. */
export const attemptsQuerySchema = z.strictObject({
  ...pageParameters({ defaultLimit: 100 }),
  after: z.uuid().toLowerCase().optional(),
  before: z.uuid().toLowerCase().optional(),
  order: z.enum(['desc', 'asc']).default('asc').describe('First to last (`asc`) or last to first (`desc`).'),
});

export type AttemptsQuery = z.infer<typeof attemptsQuerySchema>;

/**
 * One page of an invocation's attempts, which are few enough to be read at once.
 * @param attempts all of them, first to last
 * @throws Problem not-found for a cursor that is none of them
 */
export function attemptsPage(
  attempts: readonly RecordedAttempt[],
  { limit, after, before, order }: AttemptsQuery,
): Page<RecordedAttempt> {
  const ordered = order === 'asc' ? attempts : [...attempts].reverse();
  const first = after === undefined ? 0 : positionOf(ordered, after) + 1;
  const end = before === undefined ? ordered.length : positionOf(ordered, before);
  const between = ordered.slice(first, end);
  // The page before a cursor is the one next to it.
  const shown = before !== undefined && after === undefined ? between.slice(-limit) : between.slice(0, limit);
  return page(shown, between.length > limit);
}

function positionOf(attempts: readonly RecordedAttempt[], id: string): number {
  const position = attempts.findIndex((attempt) => attempt.id === id);
  if (position === -1) throw new Problem('not-found', { detail: `there is no attempt ${id}` });
  return position;
}

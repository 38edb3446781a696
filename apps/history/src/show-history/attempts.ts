import { attemptViewSchema, describeReasons, toAttemptView } from '@casewire/events';
import type { RecordedAttempt } from '@casewire/invocation-ledger';
import { page, pageParameters, Problem, type Page } from '@casewire/rest';
import { z } from 'zod';
import { toIso } from './invocation-view.ts';

/** An attempt as the API shows it, with the next step. */
export const attemptSchema = attemptViewSchema.extend({
  next: z
    .object({
      kind: z.string(),
      at: z.iso.datetime().optional(),
      reason: z
        .string()
        .optional()
        .describe(describeReasons('Why nothing follows.', ['failed-invocation'], 'delivery')),
    })
    .describe('What followed from it.'),
});

type AttemptView = z.infer<typeof attemptSchema>;

/** The parameters of the list of attempts. */
export const attemptsQuerySchema = z.strictObject({
  ...pageParameters({ defaultLimit: 100 }),
  after: z.uuid().toLowerCase().optional(),
  before: z.uuid().toLowerCase().optional(),
  order: z.enum(['desc', 'asc']).default('asc').describe('First to last (`asc`) or last to first (`desc`).'),
});

export type AttemptsQuery = z.infer<typeof attemptsQuerySchema>;

/**
 * One page of an invocation's attempts.
 * @param attempts all of them, first to last: they are few enough to be read at once
 * @throws Problem not-found for a cursor that is none of them
 */
export function attemptsPage(
  attempts: readonly RecordedAttempt[],
  { limit, after, before, order }: AttemptsQuery,
): Page<AttemptView> {
  const ordered = order === 'asc' ? attempts : [...attempts].reverse();
  const first = after === undefined ? 0 : positionOf(ordered, after) + 1;
  const end = before === undefined ? ordered.length : positionOf(ordered, before);
  const between = ordered.slice(first, end);
  // The page before a cursor ends directly before it.
  const shown = before !== undefined && after === undefined ? between.slice(-limit) : between.slice(0, limit);
  return page(shown.map(toView), between.length > limit);
}

function positionOf(attempts: readonly RecordedAttempt[], id: string): number {
  const position = attempts.findIndex((attempt) => attempt.id === id);
  if (position === -1) throw new Problem('not-found', { detail: `there is no attempt ${id}` });
  return position;
}

function toView({ next, ...attempt }: RecordedAttempt): AttemptView {
  return {
    ...toAttemptView(attempt),
    next: {
      kind: next.kind,
      ...('at' in next && { at: toIso(next.at) }),
      ...('reason' in next && { reason: next.reason }),
    },
  };
}

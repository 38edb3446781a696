import { attemptViewSchema, describeReasons } from '@casewire/events';
import type { RecordedAttempt } from '@casewire/invocation-ledger';
import { hiddenSidesSchema, maskExchange } from '@casewire/masking';
import { listQuery, rowProblemsSchema, shownInstant, shownRow, uuidCursor } from '@casewire/rest';
import { z } from 'zod';

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
  webhookVersion: z
    .int()
    .optional()
    .describe(
      'The version of the webhook that it was sent by: `GET /v1/webhooks/{id}/changes` tells what made it.',
    ),
  hidden: hiddenSidesSchema,
  problems: rowProblemsSchema,
});

/** The parameters of the list of attempts. */
export const attemptsQuerySchema = listQuery(
  {
    cursor: uuidCursor,
    defaultLimit: 100,
    defaultOrder: 'asc',
    orders: 'First to last (`asc`) or last to first (`desc`).',
  },
  {},
);

export type AttemptsQuery = z.infer<typeof attemptsQuerySchema>;

/** What may be shown of attempts. */
export interface AttemptSight {
  /** Whether all of them may be shown. */
  readonly all: boolean;
  /** Whether URL or headers have texts of the event in the place of placeholders. */
  readonly isFilled: boolean;
}

export function toAttemptView(recorded: RecordedAttempt, { all, isFilled }: AttemptSight) {
  const { startedAt, next, ...attempt } = all ? recorded : maskExchange(recorded, isFilled);
  return {
    ...attempt,
    ...shownRow({
      startedAt: () => shownInstant(startedAt),
      next: () => ({
        kind: next.kind,
        ...('at' in next && { at: shownInstant(next.at) }),
        ...('reason' in next && { reason: next.reason }),
      }),
    }),
  };
}

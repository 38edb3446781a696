import { attemptViewSchema, describeReasons, toAttemptView } from '@casewire/events';
import type { RecordedAttempt } from '@casewire/invocation-ledger';
import { z } from 'zod';
import { toIso } from './invocation-view.ts';

/** An attempt with what it led to. */
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

export function toRecordedAttemptView({ next, ...attempt }: RecordedAttempt): z.infer<typeof attemptSchema> {
  return {
    ...toAttemptView(attempt),
    next: {
      kind: next.kind,
      ...('at' in next && { at: toIso(next.at) }),
      ...('reason' in next && { reason: next.reason }),
    },
  };
}

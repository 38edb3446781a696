import { attemptOutcomes } from '@casewire/events';
import type { RecordedAttempt } from '@casewire/invocation-ledger';
import { z } from 'zod';
import { toIso } from './invocation-view.ts';

const headers = z.record(z.string(), z.string());

/** An attempt as the API shows it. */
export const attemptSchema = z.object({
  id: z.uuid(),
  number: z.int(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  outcome: z.enum(attemptOutcomes),
  request: z
    .object({ method: z.string(), url: z.string(), headers })
    .describe('As it was sent, but secrets stand as `{secret.NAME}`.'),
  responseCode: z.int().optional(),
  responseHeaders: headers.optional(),
  responseBody: z.string().optional().describe('First 4 KiB.'),
  error: z.string().optional(),
  next: z
    .object({ kind: z.string(), at: z.iso.datetime().optional(), reason: z.string().optional() })
    .describe('What followed from it.'),
});

export function toAttemptView({
  startedAt,
  next,
  ...attempt
}: RecordedAttempt): z.infer<typeof attemptSchema> {
  return {
    ...attempt,
    startedAt: toIso(startedAt),
    next: {
      kind: next.kind,
      ...('at' in next && { at: toIso(next.at) }),
      ...('reason' in next && { reason: next.reason }),
    },
  };
}

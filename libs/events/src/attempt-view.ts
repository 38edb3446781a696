import { z } from 'zod';
import { attemptOutcomes, type Attempt } from './release-outcome.ts';

const headers = z.record(z.string(), z.string());

/** An attempt as the API shows it. */
export const attemptViewSchema = z.object({
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
});

export type AttemptView = z.infer<typeof attemptViewSchema>;

export function toAttemptView(attempt: Attempt): AttemptView {
  return { ...attempt, startedAt: new Date(attempt.startedAt).toISOString() };
}

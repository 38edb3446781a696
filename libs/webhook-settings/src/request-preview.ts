import { testSendSchema } from '@casewire/events';
import { z } from 'zod';
import { newWebhookSchema } from './settings.ts';

/**
 * Asks delivery which request it would send: for a webhook that need not exist, or for the stored one that the delivery
 * names. The secrets of one that does not exist stay with the service that asks.
 */
export const requestPreviewSchema = testSendSchema.extend({
  /** Absent for the stored webhook. */
  webhook: newWebhookSchema.optional(),
  /** Stands for the value of the header `Authorization`; a stored webhook has its own. */
  authorization: z.string().optional(),
});

export type RequestPreview = z.output<typeof requestPreviewSchema>;

/** A request as it would be sent. */
export const previewedRequestSchema = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable().describe('Null for GET, whose query says it.'),
});

export const requestPreviewAnswerSchema = z.union([
  z.object({ request: previewedRequestSchema }),
  /** Why there would be no request. */
  z.object({ reason: z.string() }),
]);

export type RequestPreviewAnswer = z.infer<typeof requestPreviewAnswerSchema>;

import { instantSchema } from '@casewire/events';
import { apiStatuses } from '@casewire/invocation-state';
import { listQuery, uuidCursor } from '@casewire/rest';
import { z } from 'zod';

/** In lower case, as PostgreSQL writes ids: they are compared as text. */
export const invocationIdSchema = uuidCursor;

const text = z.string().min(1).max(512);

/** The parameters of the list of invocations. */
export const historyQuerySchema = listQuery(
  { cursor: invocationIdSchema },
  {
    webhook: z.uuid().toLowerCase().optional().describe('Id of a webhook.'),
    status: z.enum(apiStatuses).optional(),
    eventType: text.optional(),
    eventId: text.optional().describe('Id that upstream gave the event.'),
    subject: text.optional(),
    blocking: z
      .literal('true')
      .optional()
      .describe('Only those that block their subject: one for each subject that is blocked.'),
    since: instantSchema.optional().describe('Accepted at or after.'),
    until: instantSchema.optional().describe('Accepted before.'),
  },
);

export type HistoryQuery = z.infer<typeof historyQuerySchema>;

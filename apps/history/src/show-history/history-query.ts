import { apiStatuses } from '@casewire/invocation-state';
import { pageParameters } from '@casewire/rest';
import { z } from 'zod';

/** In lower case, as PostgreSQL writes ids: they are compared as text. */
export const invocationIdSchema = z.uuid().toLowerCase();

const text = z.string().min(1).max(512);
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value).getTime());

/** The parameters of the list of invocations. */
export const historyQuerySchema = z.strictObject({
  ...pageParameters(),
  after: invocationIdSchema.optional().describe('The page after this invocation, in the chosen order.'),
  before: invocationIdSchema.optional().describe('The page before this invocation, in the chosen order.'),
  webhook: z.uuid().toLowerCase().optional().describe('Id of a webhook.'),
  status: z.enum(apiStatuses).optional(),
  eventType: text.optional(),
  eventId: text.optional().describe('Id that upstream gave the event.'),
  subject: text.optional(),
  since: instant.optional().describe('Accepted at or after.'),
  until: instant.optional().describe('Accepted before.'),
});

export type HistoryQuery = z.infer<typeof historyQuerySchema>;

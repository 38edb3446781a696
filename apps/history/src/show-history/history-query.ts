import { attemptOutcomes, instantSchema } from '@casewire/events';
import { apiStatuses } from '@casewire/invocation-state';
import { listQuery, uuidCursor } from '@casewire/rest';
import { z } from 'zod';
import { MAX_CORRELATED, MAX_IDS } from '../limits.ts';

/** In lower case, as PostgreSQL writes ids: they are compared as text. */
export const invocationIdSchema = uuidCursor;

const ids = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(invocationIdSchema).max(MAX_IDS));

/** `503`, or `5xx` for all of its class. Becomes the lowest and the highest status that match. */
const responseCodes = z
  .string()
  .regex(/^[1-5](\d\d|xx)$/, { error: 'must be a status, such as `503`, or a class of them, such as `5xx`' })
  .transform((code): readonly [number, number] => [
    Number(code.replace('xx', '00')),
    Number(code.replace('xx', '99')),
  ]);

const text = z.string().min(1).max(512);

/** The parameters of the list of invocations. */
export const historyQuerySchema = listQuery(
  { cursor: invocationIdSchema },
  {
    ids: ids.optional().describe(`Ids of invocations, with commas between them, at most ${MAX_IDS}.`),
    webhook: z.uuid().toLowerCase().optional().describe('Id of a webhook.'),
    status: z.enum(apiStatuses).optional(),
    outcome: z.enum(attemptOutcomes).optional().describe('How the last attempt ended.'),
    responseCode: responseCodes
      .optional()
      .describe('Status of the answer to the last attempt: `503`, or `5xx` for all of its class.'),
    eventType: text.optional(),
    eventId: text.optional().describe('Id that upstream gave the event.'),
    subject: text.optional(),
    correlationId: text
      .optional()
      .describe(
        `Of the event. It is known as long as the event is kept; of more than ${MAX_CORRELATED.toLocaleString('en')} events that have it, the newest count.`,
      ),
    blocking: z
      .literal('true')
      .optional()
      .describe('Only those that block their subject: one for each subject that is blocked.'),
    since: instantSchema.optional().describe('Accepted at or after.'),
    until: instantSchema.optional().describe('Accepted before.'),
  },
);

export type HistoryQuery = z.infer<typeof historyQuerySchema>;

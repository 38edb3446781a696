import { instantSchema } from '@casewire/events';
import { failureGroupStates } from '@casewire/invocation-state';
import { listQuery, uuidCursor } from '@casewire/rest';
import { z } from 'zod';

export const failureGroupIdSchema = uuidCursor;

/** The parameters of the list of failure groups. */
export const failuresQuerySchema = listQuery(
  {
    cursor: failureGroupIdSchema,
    orders: 'Those that began last first (`desc`), or those that began first (`asc`).',
  },
  {
    webhook: z.uuid().toLowerCase().optional().describe('Id of a webhook.'),
    state: z.enum(failureGroupStates).optional(),
  },
);

export type FailuresQuery = z.infer<typeof failuresQuerySchema>;

/** The body of a request to ignore a group. */
export const ignoreRequestSchema = z
  .strictObject({
    until: instantSchema
      .optional()
      .describe('An instant to come. Default: until something of the group fails again.'),
  })
  .check(({ value, issues }) => {
    if (value.until === undefined || value.until.getTime() > Date.now()) return;
    const params = { accepted: 'an instant to come' };
    issues.push({ code: 'custom', input: value.until, path: ['until'], message: 'is over', params });
  });

export type IgnoreRequest = z.infer<typeof ignoreRequestSchema>;

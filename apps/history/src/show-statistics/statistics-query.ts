import { instantSchema } from '@casewire/events';
import { z } from 'zod';
import { stepNames } from './period.ts';

/** The parameters of statistics. */
export const statisticsQuerySchema = z.strictObject({
  webhook: z
    .uuid()
    .toLowerCase()
    .optional()
    .describe('Id of a webhook. Default: all, also those that are gone.'),
  from: instantSchema.optional().describe('Default: a day before `to`.'),
  to: instantSchema.optional().describe('Exclusive. Default: now.'),
  step: z
    .enum(stepNames)
    .optional()
    .describe(
      'How long a step is. Minutes are kept for 48 hours, hours for 35 days, days (of UTC) for 400 days. Default: the shortest with which there are no more than 200.',
    ),
});

export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;

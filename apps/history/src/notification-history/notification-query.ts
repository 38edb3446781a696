import { notificationHistory } from '@casewire/families';
import { pageParameters } from '@casewire/rest';
import { z } from 'zod';
import { invocationIdSchema } from '../show-history/history-query.ts';

const { limit } = pageParameters({ defaultLimit: notificationHistory.defaultLimit });

export const notificationQuerySchema = z.strictObject({
  after: invocationIdSchema.optional().describe('The page after this invocation.'),
  webhook: z.uuid().toLowerCase().optional().describe('Id of a webhook, also of one that was deleted.'),
  limit,
});

export type NotificationQuery = z.infer<typeof notificationQuerySchema>;

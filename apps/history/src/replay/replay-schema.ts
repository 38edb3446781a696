import { instantSchema } from '@casewire/events';
import { replaySelections } from '@casewire/invocation-ledger';
import { listQuery, uuidCursor } from '@casewire/rest';
import { z } from 'zod';

const text = z.string().min(1).max(512);

/** The fields of a request that chooses invocations of one webhook. */
const chosenFields = {
  since: instantSchema.describe('Accepted at or after.'),
  until: instantSchema.optional().describe('Accepted before. Default: now.'),
  eventType: text.optional(),
  subject: text.optional(),
  dryRun: z
    .boolean()
    .default(false)
    .describe('Only count. Nothing is changed, and the answer has the status 200.'),
};

interface Chosen {
  readonly since: Date;
  readonly until?: Date | undefined;
}

/** The rule that every request with `chosenFields` keeps. */
function requireSpan<Body extends Chosen>({ value, issues }: z.core.ParsePayload<Body>): void {
  const { since, until } = value;
  if (until === undefined || until > since) return;
  const params = { accepted: 'an instant after `since`; without `until`, all until now' };
  issues.push({ code: 'custom', input: until, path: ['until'], message: 'is not after `since`', params });
}

/** The body of a request for a replay. */
export const replayRequestSchema = z
  .strictObject({
    ...chosenFields,
    status: z
      .enum(replaySelections)
      .describe(
        '`failed`: invocations that have failed. `all`: all that have ended. `missing`: events of which the webhook has no invocation, because it was created, enabled or corrected later.',
      ),
    reason: text.optional().describe('Code of a reason, without its detail. Only with the status `failed`.'),
    newIds: z
      .boolean()
      .default(false)
      .describe(
        'Send copies with new ids, for receivers that pass over ids which they have had. Not with the status `missing`, which sends what has no id yet.',
      ),
  })
  .check(requireSpan)
  .check(({ value, issues }) => {
    const refuse = (field: 'reason' | 'newIds', message: string, accepted: string): void => {
      issues.push({
        code: 'custom',
        input: value[field],
        path: [field],
        message,
        params: { accepted },
      });
    };
    if (value.reason !== undefined && value.status !== 'failed')
      refuse('reason', `has no meaning for the status \`${value.status}\``, 'with the status "failed"');
    if (value.newIds && value.status === 'missing')
      refuse('newIds', 'has no meaning for what was never sent', 'false, or the status "failed" or "all"');
  });

export type ReplayRequestBody = z.infer<typeof replayRequestSchema>;

/** The body of a request to cancel a set of invocations. */
export const cancelRequestSchema = z
  .strictObject({
    ...chosenFields,
    reason: text.optional().describe('Code of a reason that invocations wait for, without its detail.'),
  })
  .check(requireSpan);

export type CancelRequestBody = z.infer<typeof cancelRequestSchema>;

export const webhookIdSchema = z.uuid().toLowerCase();

/** The parameters of the list of replays. */
export const replaysQuerySchema = listQuery(
  { cursor: uuidCursor },
  { webhook: webhookIdSchema.optional().describe('Id of a webhook.') },
);

export type ReplaysQuery = z.infer<typeof replaysQuerySchema>;

import { environments } from '@casewire/events';
import { shownInstant } from '@casewire/rest';
import { z } from 'zod';
import type { Attention } from './attention-reader.ts';
import { kinds, type Kind } from './items.ts';

const kindNames = Object.keys(kinds) as Kind[];

/** What needs a person, as the API shows it. */
export const attentionSchema = z.object({
  complete: z
    .boolean()
    .describe('False where `unavailable` names services, or there is more than is listed.'),
  unavailable: z.array(z.string()).describe('Services whose part could not be read now.'),
  items: z.array(
    z.object({
      id: z
        .string()
        .describe(
          'Of the item in this list. It stays the same as long as something of this kind is wrong with the same thing, while `reason`, `count` and `action` change.',
        ),
      kind: z
        .enum(kindNames)
        .describe(
          '`receiver-gone`: a receiver has answered 410, and its webhook is disabled. `paused-after-failures`: Casewire has paused a webhook. `receiver-unavailable`: its breaker is open. `failing`: its attempts fail. `subjects-blocked`: later events of subjects wait for one that has failed. `invocations-failed`: those of a failure group, which nobody has sent again or ignored. `events-rejected`: in the last 24 hours, and not published again. `backlog-held`: invocations wait for the end of a pause by its owner.',
        ),
      severity: z.enum(['critical', 'warning', 'info']),
      since: z.iso.datetime().nullable(),
      reason: z
        .string()
        .nullable()
        .describe(
          'The class of the last failure, or of the failure group (`timeout`, `http-503`), or why events were rejected.',
        ),
      subject: z.object({
        tenantId: z.string().nullable(),
        environment: z.enum(environments).nullable(),
        webhookId: z.string().nullable(),
        name: z.string().nullable(),
        host: z.string().nullable().describe('Of the receiver.'),
        count: z
          .int()
          .describe(
            'Of webhooks, blocked subjects, failed invocations (up to 1,000 of a group) or rejected events (up to 10,000).',
          ),
      }),
      action: z
        .object({
          method: z.enum(['GET', 'POST', 'PATCH']),
          path: z.string(),
          body: z.record(z.string(), z.string()).nullable(),
        })
        .describe('The request that mends it. A GET shows what has to be corrected first.'),
    }),
  ),
});

type AttentionView = z.infer<typeof attentionSchema>;

export function toAttentionView({ complete, unavailable, items }: Attention): AttentionView {
  return {
    complete,
    unavailable: [...unavailable],
    items: items.map(({ id, kind, since, action, ...item }) => ({
      id,
      kind,
      severity: kinds[kind],
      since: since === null ? null : shownInstant(since),
      ...item,
      action: { ...action, body: action.body && { ...action.body } },
    })),
  };
}

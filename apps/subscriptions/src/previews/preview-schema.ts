import { hiddenSchema } from '@casewire/masking';
import { uuidCursor } from '@casewire/rest';
import { checkFailures, type CheckFailure } from '@casewire/signing';
import { newWebhookSchema, previewedRequestSchema } from '@casewire/webhook-settings';
import { z } from 'zod';

/** Body of POST /v1/webhooks/preview. */
export const previewRequestSchema = z
  .strictObject({
    webhook: newWebhookSchema.describe('As in POST /v1/webhooks.'),
    event: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A CloudEvent in the JSON format, as in POST /v1/events.'),
    eventUid: uuidCursor.optional().describe('An event that was accepted; needs the scope `payloads`.'),
  })
  .refine(({ event, eventUid }) => (event === undefined) !== (eventUid === undefined), {
    path: ['event'],
    error: 'and `eventUid`: give one of them',
  })
  .meta({
    examples: [
      {
        webhook: { url: 'https://receiver.example/hooks', events: ['claim.paid'], format: 'standard' },
        event: {
          specversion: '1.0',
          id: 'e-4711',
          source: '/claims',
          type: 'claim.paid',
          data: { amount: 1.5 },
        },
      },
    ],
  });

export const previewSchema = z.object({
  matched: z.boolean(),
  why: z.string(),
  request: previewedRequestSchema
    .nullable()
    .describe(
      'What would be sent. `<signature>` stands where a signature would, `{secret.NAME}` where a secret would, ' +
        '`<credentials>` where those of `auth` would. Null where nothing would be sent.',
    ),
  hidden: hiddenSchema.describe(
    'Only for a session that names an `eventUid`, where something of the request is hidden: `parts`, in whose place `[hidden]` stands, or its `whole` body.',
  ),
});

export type PreviewRequest = z.output<typeof previewRequestSchema>;
export type Preview = z.infer<typeof previewSchema>;

/** Largest body of a request that is checked. */
const MAX_BODY_CHARACTERS = 4 * 1024 * 1024;

/** Body of POST /v1/webhooks/{id}/verify. */
export const verificationRequestSchema = z
  .strictObject({
    headers: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .describe('Those of the request as it was received; names in any case.'),
    body: z
      .string()
      .max(MAX_BODY_CHARACTERS)
      .describe('The exact body as text; of a GET, the part of the query that the delivery added.'),
  })
  .meta({
    examples: [
      {
        headers: {
          'webhook-id': '01a1fc0e-ce12-7b35-9b0c-3f8f6f1f2a55',
          'webhook-timestamp': '1795230190',
          'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
        },
        body: '{"type":"claim.paid","timestamp":"2026-11-21T03:03:10.463Z","data":{"amount":1.5}}',
      },
    ],
  });

export const verificationSchema = z.object({
  genuine: z.boolean(),
  reason: z
    .enum(Object.keys(checkFailures) as CheckFailure[])
    .nullable()
    .describe('The check that fails; null where the request is genuine.'),
  detail: z.string().nullable().describe('The same in a sentence.'),
});

export type VerificationRequest = z.output<typeof verificationRequestSchema>;
export type VerificationView = z.infer<typeof verificationSchema>;

/** @param reason null where the request is genuine */
export function toVerificationView(reason: CheckFailure | null): VerificationView {
  return { genuine: reason === null, reason, detail: reason && checkFailures[reason] };
}

import { hiddenSchema } from '@casewire/masking';
import { previewedRequestSchema } from '@casewire/webhook-settings';
import { z } from 'zod';

/** The body of POST /v1/invocations/{id}/resend. */
export const resendRequestSchema = z
  .strictObject({
    dryRun: z
      .boolean()
      .default(false)
      .describe(
        'Answer the request that would be sent, with the status 200. It needs the scope `payloads` too. Nothing is sent or stored.',
      ),
  })
  .meta({ examples: [{}, { dryRun: true }] });

export type ResendRequest = z.output<typeof resendRequestSchema>;

export const resendPreviewSchema = z.object({
  contentType: z.string(),
  request: previewedRequestSchema.describe(
    '`<signature>` stands where a signature would, `{secret.NAME}` where a secret would, `<credentials>` where those of `auth` would.',
  ),
  hidden: hiddenSchema.describe(
    'Only for a session, where something of the request is hidden: `parts`, in whose place `[hidden]` stands, or its `whole` body.',
  ),
});

export type ResendPreview = z.infer<typeof resendPreviewSchema>;

import { z } from 'zod';
import { typeNameSchema } from '../event-types/event-type-schema.ts';

/** Body of POST /v1/webhooks/{id}/test; it may be left out. */
export const testRequestSchema = z
  .strictObject({
    eventType: typeNameSchema
      .optional()
      .describe(
        'Default: the first event type that the webhook lists by name, if all of those are of one family.',
      ),
  })
  .prefault({});

export type TestRequest = z.infer<typeof testRequestSchema>;

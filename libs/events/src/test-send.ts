import { z } from 'zod';
import { deliverySchema } from './release-outcome.ts';

/** What delivery is asked to send at once, as a test: past every topic, with a body rendered like any other. */
export const testSendSchema = z.strictObject({
  delivery: deliverySchema,
  /** The exact bytes to send. */
  body: z.base64(),
});

export type TestSend = z.infer<typeof testSendSchema>;

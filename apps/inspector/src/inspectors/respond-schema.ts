import { z } from 'zod';
import {
  MAX_ANSWER_CHARACTERS,
  MAX_DELAY_MS,
  MAX_LOCATION_CHARACTERS,
  MAX_RETRY_AFTER_SECONDS,
} from '../limits.ts';

/** Visible ASCII: whatever else stands in a URL is percent-encoded. */
const HEADER_TEXT = /^[\x21-\x7e]+$/;

const bodySchema = z
  .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
  .refine((body) => JSON.stringify(body).length <= MAX_ANSWER_CHARACTERS, {
    error: `is longer than ${MAX_ANSWER_CHARACTERS} characters as JSON`,
  });

/** How an inspector answers. Members that are left out are as the defaults say. */
export const respondSchema = z
  .strictObject({
    status: z.int().min(200).max(599).default(200),
    delayMs: z
      .int()
      .min(0)
      .max(MAX_DELAY_MS)
      .default(0)
      .describe(
        'How long it waits before it answers. A delivery waits as long as `timeoutMs` of its webhook.',
      ),
    retryAfter: z
      .int()
      .min(0)
      .max(MAX_RETRY_AFTER_SECONDS)
      .nullable()
      .default(null)
      .describe('Seconds, for the header `Retry-After`.'),
    location: z
      .string()
      .max(MAX_LOCATION_CHARACTERS)
      .regex(HEADER_TEXT, 'is no address: it has blanks, or characters beyond ASCII')
      .nullable()
      .default(null)
      .describe('For the header `Location`. Deliveries do not follow it.'),
    body: bodySchema
      .nullable()
      .default(null)
      .describe('A text is sent as `text/plain`, an object or a list as `application/json`.'),
  })
  .describe('The whole answer: what is left out has its default.');

export type Respond = z.output<typeof respondSchema>;

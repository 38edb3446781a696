import { MAX_SCHEMA_CHARACTERS } from '@casewire/json-schema';
import { z } from 'zod';

/** The name of an event type. */
export const typeNameSchema = z
  .string()
  .min(1)
  .refine((type) => Buffer.byteLength(type) <= 512 && !/[\p{Cc}*]/u.test(type), {
    error: 'is not an event type',
    params: { accepted: 'up to 512 bytes without control characters and `*`' },
  })
  .refine(
    (type) => !type.startsWith('casewire.'),
    "begins with casewire., which is for Casewire's own events",
  );

const jsonObject = z.record(z.string(), z.unknown());

/** Body of PUT /v1/event-types/{type}. */
export const eventTypeInputSchema = z.strictObject({
  description: z.string().max(2_000).default(''),
  schema: jsonObject
    .refine((schema) => JSON.stringify(schema).length <= MAX_SCHEMA_CHARACTERS, {
      error: 'is too large',
      params: { accepted: `at most ${MAX_SCHEMA_CHARACTERS} characters of JSON` },
    })
    .describe('JSON Schema (2020-12) of `data`.'),
  example: z.unknown().optional(),
  sensitive: z
    .array(
      z
        .string()
        .regex(/^(?:\/[^/]*)+$/, 'is not a JSON pointer')
        .max(512),
    )
    .max(100)
    .default([]),
});

export const eventTypeSchema = z.object({
  type: z.string(),
  family: z.string(),
  description: z.string(),
  schema: jsonObject,
  example: z.unknown(),
  sensitive: z.array(z.string()),
});

export type EventTypeInput = z.infer<typeof eventTypeInputSchema>;
export type EventTypeView = z.infer<typeof eventTypeSchema>;

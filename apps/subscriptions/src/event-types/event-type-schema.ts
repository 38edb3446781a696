import { CASEWIRE_TYPE_PREFIX, isCasewireType } from '@casewire/events';
import { MAX_SCHEMA_CHARACTERS } from '@casewire/json-schema';
import { MAX_PATTERN_BYTES } from '@casewire/matching-rules';
import type { RawJson } from '@casewire/rest';
import { limits, pointerSchema } from '@casewire/webhook-settings';
import { z } from 'zod';

/** The name of an event type. Webhooks list it as a pattern, so it has the length of one. */
export const typeNameSchema = z
  .string()
  .min(1)
  .refine((type) => Buffer.byteLength(type) <= MAX_PATTERN_BYTES && !/[\p{Cc}*]/u.test(type), {
    error: 'is not an event type',
    params: { accepted: `up to ${MAX_PATTERN_BYTES} bytes without control characters and \`*\`` },
  });

/** The name of a type that a tenant registers. */
export const ownTypeNameSchema = typeNameSchema.refine(
  (type) => !isCasewireType(type),
  `begins with ${CASEWIRE_TYPE_PREFIX}, which is for Casewire's own events`,
);

const jsonObject = z.record(z.string(), z.unknown());

/** Body of PUT /v1/event-types/{type}. */
export const eventTypeInputSchema = z
  .strictObject({
    description: z.string().max(limits.descriptionCharacters).default(''),
    schema: jsonObject
      .refine((schema) => JSON.stringify(schema).length <= MAX_SCHEMA_CHARACTERS, {
        error: 'is too large',
        params: { accepted: `at most ${MAX_SCHEMA_CHARACTERS} characters of JSON` },
      })
      .describe('JSON Schema (2020-12) of `data`.'),
    example: z.unknown().optional().describe(`At most ${limits.exampleBytes} bytes of JSON.`),
    sensitive: z
      .array(pointerSchema)
      .max(limits.pointers)
      .default([])
      .describe(
        'JSON Pointers (RFC 6901) to what is sensitive in `data`; `*` stands for every member or element of one level. Sessions see it hidden.',
      ),
  })
  .meta({
    examples: [
      {
        description: 'A claim was paid.',
        schema: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
        example: { amount: 1.5 },
      },
    ],
  });

export const eventTypeSchema = z.object({
  type: z.string(),
  family: z.string(),
  description: z.string(),
  schema: jsonObject,
  example: z.unknown(),
  sensitive: z.array(z.string()).describe('JSON Pointers to what sessions see hidden.'),
});

/** Body of POST /v1/event-types/{type}/copy. */
export const copySchema = z.strictObject({ to: z.literal('production') });

export type EventTypeInput = z.infer<typeof eventTypeInputSchema>;
export type CopyRequest = z.infer<typeof copySchema>;

/** An event type as it is shown. Schema and example stand in the answer as they were given. */
export interface EventTypeView extends Omit<
  z.infer<typeof eventTypeSchema>,
  'schema' | 'example' | 'sensitive'
> {
  readonly schema: RawJson;
  readonly example: RawJson | null;
  readonly sensitive: readonly string[];
}

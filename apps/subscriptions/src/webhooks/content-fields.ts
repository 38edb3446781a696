import { compileQuery, QuerySyntaxError } from '@casewire/jmespath';
import { z } from 'zod';

/** Transforms of one webhook at most. */
const MAX_TRANSFORMS = 10;

/** A JMESPath expression; what is wrong is said with its position. */
const querySchema = z
  .string()
  .min(1)
  .check(({ value, issues }) => {
    try {
      compileQuery(value);
    } catch (error) {
      if (!(error instanceof QuerySyntaxError)) throw error;
      issues.push({
        code: 'custom',
        input: value,
        message: error.message,
        params: { accepted: 'a JMESPath expression of at most 16 KiB: https://jmespath.site' },
        continue: true,
      });
    }
  });

const transformSchema = z.strictObject({ transformer: z.literal('jmespath'), mapping: querySchema });

const requestSchema = z.strictObject({
  transform: z.union(
    [
      transformSchema,
      z
        .array(transformSchema)
        // Not `min` and `max`: a union would then name itself instead of this field.
        .refine(({ length }) => length >= 1 && length <= MAX_TRANSFORMS, {
          error: 'are none or too many',
          params: { accepted: `1 to ${MAX_TRANSFORMS} items` },
        })
        .meta({ minItems: 1, maxItems: MAX_TRANSFORMS }),
    ],
    { error: 'is neither {"transformer": "jmespath", "mapping": "..."} nor a list of such' },
  ),
});

/** Settings by which the content of an event decides whether it is sent, and as what. */
export const contentFields = {
  stateNames: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .describe('Only events that move a run into one of these states.'),
  filter: querySchema.describe('Only events for which this yields true, over the attributes and `data`.'),
  request: requestSchema.describe("The body is what the transforms make, in order, of the event's context."),
};

/** The same as it is shown. */
export const contentViewFields = {
  stateNames: z.array(z.string()).nullable(),
  filter: z.string().nullable(),
  request: z
    .object({
      transform: z.array(z.object({ transformer: z.literal('jmespath'), mapping: z.string() })),
    })
    .nullable(),
};

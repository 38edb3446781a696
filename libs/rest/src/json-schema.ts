import { z } from 'zod';

/**
 * A schema as the API description shows it.
 * @param io `input`: as requests write it; `output`: as answers do
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  // zod leaves out the examples of a schema that transforms its input. They are examples of that input.
  const { examples } = schema.meta() ?? {};
  return { ...jsonSchema, ...(examples !== undefined && { examples }) };
}

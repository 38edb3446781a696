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
  return jsonSchema;
}

import type { JsonSchema } from './family.ts';

/** Draft of every catalogue schema. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Not empty, and no longer than an event's attribute may be: ids become attributes. */
export const id: JsonSchema = { type: 'string', minLength: 1, maxLength: 512 };

/** RFC 3339, to the letter; `format` alone lets blanks and incomplete offsets pass, and leap seconds, which no clock here shows. */
export const timestamp = {
  type: 'string',
  format: 'date-time',
  pattern: '^[^ ]{10}[Tt]\\d\\d:\\d\\d:[0-5]\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$',
} satisfies JsonSchema;

/** What the schema says, or `null`. */
export function nullable(schema: JsonSchema & { readonly type: string }): JsonSchema {
  return { ...schema, type: [schema.type, 'null'] };
}

/** `data` of event types whose body no page describes. */
export const anyObject: JsonSchema = { $schema: dialect, type: 'object' };

import type { JsonSchema } from '../family.ts';
import { dialect, nullable } from '../schema-parts.ts';

const text = { type: 'string' } satisfies JsonSchema;
const integer = { type: 'integer' } satisfies JsonSchema;

/** A field of the body; one that is not required is sent as `null` where it is unknown. */
export interface BodyField {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** What every trigger sends behind `trigger`, in the page's order. */
const commonFields: readonly BodyField[] = [
  { name: 'case_id', schema: integer, required: true },
  { name: 'case_user_readable_id', schema: text, required: true },
  { name: 'case_name', schema: text, required: true },
  { name: 'case_url', schema: text, required: true },
  { name: 'case_version', schema: integer, required: true },
  { name: 'case_color', schema: nullable(text), required: false },
  { name: 'outcome_instance_id', schema: nullable(integer), required: false },
  { name: 'process_key', schema: nullable(text), required: false },
];

/** What three of the triggers add. */
const additionalFields: Readonly<Record<string, readonly BodyField[]>> = {
  case_changed: [{ name: 'action', schema: text, required: true }],
  case_state_changed: [
    { name: 'previous_state_key', schema: nullable(text), required: false },
    { name: 'current_state_key', schema: nullable(text), required: false },
    { name: 'transition_key', schema: nullable(text), required: false },
  ],
  case_documents_updated: [
    { name: 'document_keys', schema: { type: 'array', items: text }, required: true },
    { name: 'action', schema: nullable(text), required: false },
  ],
};

/** The fields of a trigger's body behind `trigger`, in the page's order. */
export function fieldsOf(trigger: string): readonly BodyField[] {
  return [...commonFields, ...(additionalFields[trigger] ?? [])];
}

/** `data` of a trigger: its body without `trigger`. Further members may come, and are not sent. */
export function schemaOf(trigger: string): JsonSchema {
  const fields = fieldsOf(trigger);
  return {
    $schema: dialect,
    type: 'object',
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
  };
}

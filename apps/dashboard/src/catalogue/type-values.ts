import { prettyJson } from '../shown/pretty-json.ts';
import { text } from './text.ts';
import type { WrittenType } from './written-types.ts';

/** The fields of the form for an own type. Schema and example are JSON as it was typed. */
export interface TypeValues {
  type: string;
  description: string;
  schema: string;
  example: string;
  sensitive: string[];
}

export const emptyTypeValues: TypeValues = {
  ...{ type: '', description: '', example: '', sensitive: [] },
  schema: JSON.stringify({ type: 'object', properties: {}, required: [] }, null, 2),
};

/** The fields as a type has them. */
export function typeValues({ type, description, schema, example, sensitive }: WrittenType): TypeValues {
  return {
    ...{ type, description, sensitive: [...sensitive] },
    schema: editable(schema),
    example: example === null ? '' : editable(example),
  };
}

/** What was written in several lines stays as it is; what stands in one line gets a line for each member. */
function editable(json: string): string {
  return json.includes('\n') ? json : (prettyJson(json) ?? json);
}

/** What is sent for a type: its name, and the body of the request. */
export interface TypeInput {
  readonly type: string;
  readonly json: string;
}

/** Schema and example go out as they were typed: numbers keep their digits. */
export function typeInput({ type, description, schema, example, sensitive }: TypeValues): TypeInput {
  const members = [
    `"description":${JSON.stringify(description)}`,
    `"schema":${schema}`,
    ...(example.trim() === '' ? [] : [`"example":${example}`]),
    `"sensitive":${JSON.stringify(sensitive)}`,
  ];
  return { type: type.trim(), json: `{${members.join(',')}}` };
}

/**
 * What is wrong with the fields before anything is sent, by the field.
 * @param taken names that a new type cannot have
 */
export function typeProblems(
  { type, schema, example }: TypeValues,
  taken: readonly string[],
): Partial<Record<keyof TypeValues, string>> {
  const name = type.trim();
  const problems = {
    type: name === '' ? text.form.missing : taken.includes(name) ? text.form.exists : undefined,
    schema: jsonProblem(schema) ?? (isObject(schema) ? undefined : text.form.noObject),
    example: example.trim() === '' ? undefined : jsonProblem(example),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

/** What keeps a text from being JSON; undefined where it is JSON. */
export function jsonProblem(json: string): string | undefined {
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return text.form.notJson(error instanceof Error ? error.message : String(error));
  }
}

function isObject(json: string): boolean {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field that a path of the API belongs to: `sensitive.0` to `sensitive`. */
export function fieldOf(path: string): string {
  return path.split('.')[0] ?? path;
}

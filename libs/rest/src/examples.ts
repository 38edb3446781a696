import { usuallyNull, usualValues } from './usual-values.ts';

/** A JSON Schema (2020-12), as far as examples are made of it. */
export interface ExampleSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly examples?: readonly unknown[];
  /** As Nest writes the first of `examples`. */
  readonly example?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly ExampleSchema[];
  readonly oneOf?: readonly ExampleSchema[];
  readonly allOf?: readonly ExampleSchema[];
  readonly properties?: Readonly<Record<string, ExampleSchema>>;
  readonly required?: readonly string[];
  readonly items?: ExampleSchema;
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * A value that a schema accepts, for the API description. It is the schema's own example where there is one
 * (`schema.meta({ examples: [...] })`), else made of its parts: members that may be left out are left out.
 * @param name of the member that it is for, which tells what value is usual
 */
export function exampleOf(schema: ExampleSchema, name = ''): unknown {
  const choice = usualChoice(schema.enum, name);
  const given = [schema.examples?.[0], schema.example, schema.const, choice, schema.default];
  const first = given.find((value) => value !== undefined);
  if (first !== undefined) return first;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return exampleOf(preferred(alternatives, name), name);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part)));
  return exampleOfType(schema, name);
}

function usualChoice(values: readonly unknown[] = [], name: string): unknown {
  return values.find((value) => value === usualValues[name]) ?? values[0];
}

/** The first one that is a plain value, else null where that is accepted: an object that may be absent usually is. */
function preferred(alternatives: readonly ExampleSchema[], name: string): ExampleSchema {
  const isPlain = ({ type }: ExampleSchema) => type === 'string' || type === 'number' || type === 'integer';
  const plain = usuallyNull.has(name) ? undefined : alternatives.find(isPlain);
  return plain ?? alternatives.find(({ type }) => type === 'null') ?? alternatives[0] ?? {};
}

function exampleOfType(schema: ExampleSchema, name: string): unknown {
  const [type = ''] = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  switch (type) {
    case 'object':
      return exampleObject(schema);
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, name)];
    case 'string':
      return usualText(schema, name);
    case 'integer':
    case 'number':
      return usualNumber(schema, name);
    case 'boolean':
      return usualValues[name] === true;
    case 'null':
      return null;
    default:
      return {};
  }
}

function exampleObject({ properties = {}, required = [] }: ExampleSchema): object {
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, name)]));
}

const texts: Readonly<Partial<Record<string, string>>> = {
  uuid: '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728',
  'date-time': '2026-11-21T03:03:10.463Z',
  uri: 'https://receiver.example/hooks',
};

function usualText({ format = '' }: ExampleSchema, name: string): string {
  const usual = usualValues[name];
  return texts[format] ?? (typeof usual === 'string' ? usual : 'text');
}

function usualNumber({ minimum = 0, maximum = Infinity }: ExampleSchema, name: string): number {
  const usual = usualValues[name];
  return Math.min(maximum, Math.max(minimum, typeof usual === 'number' ? usual : 1));
}

/** The parts of an operation that have examples. */
interface ExampledOperation {
  readonly requestBody?: object;
  readonly responses?: Readonly<Record<string, object>>;
}

/** The parts of an OpenAPI media type that tell its example. */
interface MediaType {
  readonly schema?: ExampleSchema;
  readonly example?: unknown;
  readonly examples?: object;
}

/** An operation whose request and answers each have an example; those that it has stay. */
export function withExamples<Operation extends ExampledOperation>(operation: Operation): Operation {
  const { requestBody, responses = {} } = operation;
  return {
    ...operation,
    ...(requestBody !== undefined && { requestBody: exampled(requestBody) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, exampled(response)]),
    ),
  };
}

function exampled(part: { readonly content?: Readonly<Record<string, MediaType>> }): object {
  if (part.content === undefined) return part;
  const content = Object.entries(part.content).map(([type, media]) => [type, exampledMedia(media)] as const);
  return { ...part, content: Object.fromEntries(content) };
}

function exampledMedia(media: MediaType): MediaType {
  const { schema, example, examples } = media;
  if (schema === undefined || example !== undefined || examples !== undefined) return media;
  return { ...media, example: exampleOf(schema) };
}

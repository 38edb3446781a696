import openapiTypes, { astToString } from 'openapi-typescript';
import type { OpenApiDocument } from '../apps/gateway/src/documents/merge-open-api.ts';

/** The parts of an operation that are looked at here. */
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly example?: unknown; readonly examples?: object }>>;
}

/** `libs/client/src/api.ts`, from the document of the API: its types, and what the client has to know of it at run time. */
export async function apiTypes(document: OpenApiDocument): Promise<string> {
  const types = await openapiTypes(JSON.stringify(ofCalls(document)), {
    // An object without named members may have any.
    emptyObjectsUnknown: true,
    // A member with a default may be left out of a request.
    defaultNonNullable: false,
    immutable: true,
  });
  return [
    '// Made by `npm run docs` from the OpenAPI document of the services: change their controllers and schemas.',
    '/* eslint-disable */',
    astToString(types),
    '/** The paths whose POST takes an Idempotency-Key. */',
    `export const idempotentPaths: ReadonlySet<string> = new Set(${JSON.stringify(pathsWithKey(document))});`,
  ].join('\n');
}

/**
 * What calls of the client need: no deliveries, no examples, and of answers those of 2xx, because it has one type for all
 * refusals.
 */
function ofCalls({ paths, webhooks: _deliveries, ...document }: OpenApiDocument): object {
  return {
    ...document,
    paths: mapValues(paths, (item) =>
      mapValues(item as Readonly<Record<string, Operation>>, ({ requestBody, responses, ...operation }) => ({
        ...operation,
        ...(requestBody !== undefined && { requestBody: withoutExamples(requestBody) }),
        responses: mapValues(successes(responses), withoutExamples),
      })),
    ),
  };
}

function successes(responses: Operation['responses']): Operation['responses'] {
  return Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2')));
}

function withoutExamples({ content, ...body }: Body): object {
  if (content === undefined) return body;
  return { ...body, content: mapValues(content, ({ example: _one, examples: _some, ...media }) => media) };
}

function mapValues<T>(object: Readonly<Record<string, T>>, change: (value: T) => object): object {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function pathsWithKey({ paths }: OpenApiDocument): string[] {
  return Object.entries(paths)
    .filter(([, item]) => takesKey((item as { readonly post?: Operation }).post))
    .map(([path]) => path);
}

function takesKey(operation: Operation | undefined): boolean {
  const parameters = operation?.parameters ?? [];
  return parameters.some(({ name, in: place }) => place === 'header' && name === 'Idempotency-Key');
}

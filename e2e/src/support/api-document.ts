import { eventually } from '@casewire/testing';

/** The parts of the API description that tests look at. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly [member: string]: unknown;
}

interface DescribedOperation {
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: ApiBody;
  readonly responses: Readonly<Record<string, ApiBody>>;
}

interface ApiBody {
  readonly content?: Readonly<Record<string, ApiMedia>>;
}

interface ApiMedia {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: object;
}

/** An operation with its place: `GET`, `/v1/webhooks/{id}`. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: DescribedOperation;
}

/** Reads what a gateway says of its API, as soon as every service has told its part. */
export function readApiDocument(url: string): Promise<ApiDocument> {
  return eventually(async () => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
    if ('x-casewire-missing' in document) throw new Error('a service is missing in /openapi.json');
    return document;
  });
}

export function operationsOf({ paths }: ApiDocument): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** For instance `GET /v1/webhooks/{id}`. */
export function nameOf({ method, path }: PlacedOperation): string {
  return `${method} ${path}`;
}

/** The scope that a key needs, or `operator`; undefined where none is needed. */
export function scopeOf({ operation }: PlacedOperation): string | undefined {
  return operation.security?.flatMap((requirement) => Object.values(requirement).flat())[0];
}

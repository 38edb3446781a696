import { eventually } from '@casewire/testing';

/** The parts of the API description that tests look at. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly [member: string]: unknown;
}

interface ApiOperation {
  readonly tags?: readonly string[];
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
  readonly operation: ApiOperation;
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

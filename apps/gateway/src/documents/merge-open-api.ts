import { routeOf, type ServiceName } from '../services.ts';

/** The parts of an OpenAPI 3.1 document that merging looks at. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, object>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
  readonly [member: string]: unknown;
}

/** Every service has the same ones. */
const sharedSchemas = new Set(['Problem', 'BallerineError']);

/**
 * One document for all services: of each the paths that the gateway passes on to it. Names of schemas get the
 * service's name in front, so that two services cannot mean different things by one name.
 * @param missing services whose document could not be had
 */
export function mergeOpenApi(
  documents: readonly { readonly service: ServiceName; readonly document: OpenApiDocument }[],
  missing: readonly ServiceName[],
): OpenApiDocument {
  const own = documents.map(({ service, document }) => namespaced(service, document));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Casewire',
      version: '1',
      description: 'Publish events, register webhooks, and read what was delivered.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: Object.assign({}, ...own.map(({ paths }) => paths)) as OpenApiDocument['paths'],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: "A tenant's API key, or the operator's key." },
      },
      schemas: Object.assign({}, ...own.map(({ components }) => components?.schemas)) as Record<
        string,
        object
      >,
    },
    ...(missing.length > 0 && { 'x-casewire-missing': missing }),
  };
}

function namespaced(service: ServiceName, document: OpenApiDocument): OpenApiDocument {
  const renamed = JSON.parse(
    JSON.stringify(document).replaceAll(/"#\/components\/schemas\/([^"]+)"/g, (_reference, name: string) =>
      JSON.stringify(`#/components/schemas/${nameOf(service, name)}`),
    ),
  ) as OpenApiDocument;
  const schemas = Object.entries(renamed.components?.schemas ?? {});
  return {
    paths: Object.fromEntries(
      Object.entries(renamed.paths).filter(([path]) => routeOf(path)?.service === service),
    ),
    components: {
      schemas: Object.fromEntries(schemas.map(([name, schema]) => [nameOf(service, name), schema])),
    },
  };
}

function nameOf(service: ServiceName, schema: string): string {
  return sharedSchemas.has(schema) ? schema : `${service}.${schema}`;
}

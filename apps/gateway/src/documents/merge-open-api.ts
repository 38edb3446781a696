import { type Destination, routeOf, type RoutedService } from '../services.ts';

/** The parts of an OpenAPI 3.1 document that are merged. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, object>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
  readonly [member: string]: unknown;
}

/** Schemas that are the same in every service, and keep their names. */
const sharedSchemas = new Set(['Problem', 'BallerineError']);

/**
 * Merges the documents of the services and the gateway. Of each document it takes the paths of which that one is the
 * destination.
 * Schemas get the service's name in front of theirs, because two services can mean different things by one name.
 * @param missing services that gave no document
 */
export function mergeOpenApi(
  documents: readonly { readonly service: Destination; readonly document: OpenApiDocument }[],
  missing: readonly RoutedService[],
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
    security: [{ bearer: [] }, { session: [] }],
    paths: Object.assign({}, ...own.map(({ paths }) => paths)) as OpenApiDocument['paths'],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: "A tenant's API key, or the operator's key." },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-casewire',
          description:
            'Set by POST /v1/sessions; over http on the same machine it is named `casewire`. Requests of a tenant name tenant and environment in the headers Casewire-Tenant and Casewire-Environment; those that change something also have Casewire-Session: 1.',
        },
      },
      schemas: Object.assign({}, ...own.map(({ components }) => components?.schemas)) as Record<
        string,
        object
      >,
    },
    ...(missing.length > 0 && { 'x-casewire-missing': missing }),
  };
}

function namespaced(service: Destination, document: OpenApiDocument): OpenApiDocument {
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

function nameOf(service: Destination, schema: string): string {
  return sharedSchemas.has(schema) ? schema : `${service}.${schema}`;
}

import { groupOf, groupsOf, type OperationGroup } from './operation-groups.ts';
import { deliveries, receiverWebhooks } from './receiver-webhooks.ts';
import { type Destination, routeOf, type RoutedService } from '../services.ts';

/** The parts of an OpenAPI 3.1 document that are merged. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, object>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
    readonly examples?: Readonly<Record<string, object>>;
  };
  readonly tags?: readonly OperationGroup[];
  /** What receivers get. */
  readonly webhooks?: Readonly<Record<string, object>>;
  readonly [member: string]: unknown;
}

const description = `Publish events, register webhooks, and read what was delivered.

- **Keys**: send one with every request, \`Authorization: Bearer <key>\`. It acts for its tenant in its environment. The operator's
  key acts for the tenant and environment that the headers \`Casewire-Tenant\` and \`Casewire-Environment\` name.
- **Errors** are problem documents (RFC 9457). Decide by their \`code\`, which never changes. Each operation names its codes.
- **Lists** take \`limit\`, \`after\` and \`before\`, and answer \`{data, hasNext}\`. The cursor is the id of an item.
- **Repeating**: a POST that takes an \`Idempotency-Key\` can be repeated with it, and does nothing a second time.
- **What receivers get** stands under *Webhooks* at the end, with the headers that sign it.

This page sends nothing. The description itself is at [/openapi.json](/openapi.json).`;

/** Schemas that are the same in every service, and keep their names. Examples are those of all services' problems. */
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
  const paths = Object.assign({}, ...own.map((document) => document.paths)) as OpenApiDocument['paths'];
  const components = own.map((document) => document.components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Casewire',
      version: '1',
      description: missing.length === 0 ? description : `${description}\n\n${missingText(missing)}`,
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    tags: [...groupsOf(Object.keys(paths)), deliveries],
    paths,
    webhooks: receiverWebhooks(),
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
      schemas: Object.assign({}, ...components.map((some) => some?.schemas)) as Record<string, object>,
      examples: Object.assign({}, ...components.map((some) => some?.examples)) as Record<string, object>,
    },
    ...(missing.length > 0 && { 'x-casewire-missing': missing }),
  };
}

function missingText(missing: readonly RoutedService[]): string {
  return `**Not answering now, and so not listed: ${missing.join(', ')}.**`;
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
      Object.entries(renamed.paths)
        .filter(([path]) => routeOf(path)?.service === service)
        .map(([path, item]) => [path, grouped(path, item)]),
    ),
    components: {
      ...(renamed.components?.examples && { examples: renamed.components.examples }),
      schemas: Object.fromEntries(schemas.map(([name, schema]) => [nameOf(service, name), schema])),
    },
  };
}

/** The operations of a path, with the group of the path in place of the names of their controllers. */
function grouped(path: string, item: object): object {
  const tags = [groupOf(path).name];
  const operations = Object.entries(item) as [string, object][];
  return Object.fromEntries(operations.map(([method, operation]) => [method, { ...operation, tags }]));
}

function nameOf(service: Destination, schema: string): string {
  return sharedSchemas.has(schema) ? schema : `${service}.${schema}`;
}

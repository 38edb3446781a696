import type { Config } from './config.ts';

/** The services whose readiness is part of the gateway's. */
export const serviceNames = ['ingestion', 'subscriptions', 'matching', 'delivery', 'history'] as const;

type ServiceName = (typeof serviceNames)[number];

/** The services that requests are passed on to. */
export const routedServices = ['ingestion', 'subscriptions', 'history'] as const;

export type RoutedService = (typeof routedServices)[number];

export type ServiceUrls = Readonly<Record<ServiceName, string>>;

export function serviceUrls(config: Config): ServiceUrls {
  return {
    ingestion: config.CASEWIRE_INGESTION_URL,
    subscriptions: config.CASEWIRE_SUBSCRIPTIONS_URL,
    matching: config.CASEWIRE_MATCHING_URL,
    delivery: config.CASEWIRE_DELIVERY_URL,
    history: config.CASEWIRE_HISTORY_URL,
  };
}

/** The service of each path, by the first parts of the path; `{id}` stands for any third part. */
const routes: ReadonlyMap<string, RoutedService> = new Map([
  ['v1/events', 'ingestion'],
  ['v1/rejected-events', 'ingestion'],
  ['v1/tenants', 'subscriptions'],
  ['v1/webhooks', 'subscriptions'],
  ['v1/webhooks/{id}/replay', 'history'],
  ['v1/webhooks/{id}/cancel', 'history'],
  ['v1/event-types', 'subscriptions'],
  ['v1/signing-secret', 'subscriptions'],
  ['v1/secrets', 'subscriptions'],
  ['v1/egress', 'subscriptions'],
  ['v1/data', 'subscriptions'],
  ['v1/invocations', 'history'],
  ['v1/replays', 'history'],
  ['api/v1/external/workflows', 'subscriptions'],
  ['api/v3/organization/webhooks', 'subscriptions'],
  ['api/v3/notifications/webhook/history', 'history'],
]);

/** Paths that may be read without a key: receivers sign such requests, and the service checks the signature. */
const signed: ReadonlySet<string> = new Set(['v1/data']);

/** Parts of the longest path in `routes`. */
const MAX_PARTS = 5;

/** Index of the part of a path that may be an id. */
const ID = 2;

/** The service that a request belongs to. */
export interface Route {
  readonly service: RoutedService;
  /** The key in `routes`. It contains no ids, so logs and metrics may show it. */
  readonly resource: string;
  /** Whether a GET may come without a key. The service then decides whether it is answered. */
  readonly mayBeKeyless: boolean;
}

/** @param target the request target of the request line @returns undefined where no service has the path */
export function routeOf(target: string): Route | undefined {
  const parts = /^\/([^?]*)/.exec(target)?.[1]?.split('/', MAX_PARTS) ?? [];
  for (let length = parts.length; length > 0; length--) {
    const first = parts.slice(0, length);
    for (const some of length > ID ? [first.with(ID, '{id}'), first] : [first]) {
      const resource = some.join('/');
      const service = routes.get(resource);
      if (service !== undefined) return { service, resource, mayBeKeyless: signed.has(resource) };
    }
  }
  return undefined;
}

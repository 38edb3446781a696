import type { Config } from './config.ts';

/** The services whose readiness is part of the gateway's. */
export const serviceNames = [
  'ingestion',
  'subscriptions',
  'matching',
  'delivery',
  'history',
  'inspector',
] as const;

type ServiceName = (typeof serviceNames)[number];

/** The services that requests are passed on to. */
export const routedServices = ['ingestion', 'subscriptions', 'history', 'inspector'] as const;

export type RoutedService = (typeof routedServices)[number];

export type ServiceUrls = Readonly<Record<ServiceName, string>>;

export function serviceUrls(config: Config): ServiceUrls {
  return {
    ingestion: config.CASEWIRE_INGESTION_URL,
    subscriptions: config.CASEWIRE_SUBSCRIPTIONS_URL,
    matching: config.CASEWIRE_MATCHING_URL,
    delivery: config.CASEWIRE_DELIVERY_URL,
    history: config.CASEWIRE_HISTORY_URL,
    inspector: config.CASEWIRE_INSPECTOR_URL,
  };
}

/** A service, or the gateway itself, which answers for sessions. */
export type Destination = RoutedService | 'gateway';

/** The destination of each path, by the first parts of the path; `{id}` stands for any third part. */
const routes: ReadonlyMap<string, Destination> = new Map<string, Destination>([
  ['v1/events', 'ingestion'],
  ['v1/rejected-events', 'ingestion'],
  ['v1/system', 'gateway'],
  ['v1/system/pipeline', 'history'],
  ['v1/sessions', 'gateway'],
  ['v1/sessions/current', 'gateway'],
  ['v1/sessions/current/views', 'gateway'],
  ['v1/sessions/preview', 'gateway'],
  ['v1/tenants', 'subscriptions'],
  ['v1/tenants/{id}/portal-links', 'gateway'],
  ['v1/webhooks', 'subscriptions'],
  ['v1/webhooks/{id}/replay', 'history'],
  ['v1/webhooks/{id}/cancel', 'history'],
  ['v1/event-types', 'subscriptions'],
  ['v1/signing-secret', 'subscriptions'],
  ['v1/secrets', 'subscriptions'],
  ['v1/settings', 'subscriptions'],
  ['v1/egress', 'subscriptions'],
  ['v1/audit', 'subscriptions'],
  ['v1/data', 'subscriptions'],
  ['v1/invocations', 'history'],
  ['v1/replays', 'history'],
  ['v1/statistics', 'history'],
  ['v1/failures', 'history'],
  ['v1/attention', 'history'],
  ['v1/search', 'history'],
  ['v1/reveals', 'history'],
  ['v1/inspectors', 'inspector'],
  ['api/v1/external/workflows', 'subscriptions'],
  ['api/v3/organization/webhooks', 'subscriptions'],
  ['api/v3/notifications/webhook/history', 'history'],
]);

/**
 * Requests that need neither key nor session. Whoever answers them decides: receivers sign requests for data, and a request
 * about the own session brings the secret that it is about.
 */
const open: ReadonlySet<string> = new Set([
  'GET v1/data',
  'POST v1/sessions',
  'POST v1/sessions/preview',
  'GET v1/sessions/current',
  'DELETE v1/sessions/current',
]);

/** Parts of the longest path in `routes`. */
const MAX_PARTS = 5;

/** Index of the part of a path that may be an id. */
const ID = 2;

/** The destination of a request. */
export interface Route {
  readonly service: Destination;
  /** The key in `routes`. It contains no ids, so logs and metrics may show it. */
  readonly resource: string;
}

/** Whether a request may come without key and session. */
export function isOpen({ resource }: Route, method: string): boolean {
  return open.has(`${method} ${resource}`);
}

/** @param target the request target of the request line @returns undefined where the path is not the API's */
export function routeOf(target: string): Route | undefined {
  const parts = /^\/([^?]*)/.exec(target)?.[1]?.split('/', MAX_PARTS) ?? [];
  for (let length = parts.length; length > 0; length--) {
    const first = parts.slice(0, length);
    for (const some of length > ID ? [first.with(ID, '{id}'), first] : [first]) {
      const resource = some.join('/');
      const service = routes.get(resource);
      if (service !== undefined) return { service, resource };
    }
  }
  return undefined;
}

import type { Config } from './config.ts';

/** The services behind the gateway. */
export const serviceNames = ['ingestion', 'subscriptions', 'matching', 'delivery', 'history'] as const;

export type ServiceName = (typeof serviceNames)[number];

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

/** What begins the paths of each service, in whole parts. */
const routes: ReadonlyMap<string, ServiceName> = new Map([
  ['v1/events', 'ingestion'],
  ['v1/rejected-events', 'ingestion'],
  ['v1/tenants', 'subscriptions'],
  ['v1/webhooks', 'subscriptions'],
  ['v1/event-types', 'subscriptions'],
  ['v1/signing-secret', 'subscriptions'],
  ['v1/secrets', 'subscriptions'],
  ['v1/invocations', 'history'],
  ['api/v1/external/workflows', 'subscriptions'],
  ['api/v3/organization/webhooks', 'subscriptions'],
  ['api/v3/notifications/webhook/history', 'history'],
]);

/** Parts of the longest path in `routes`. */
const MAX_PARTS = 5;

/** Where a request belongs. */
export interface Route {
  readonly service: ServiceName;
  /** The beginning of the path, which tells what it is about, without ids: fit for logs and metrics. */
  readonly resource: string;
}

/** @param target request target as it stands in the request line */
export function routeOf(target: string): Route | undefined {
  const parts = /^\/([^?]*)/.exec(target)?.[1]?.split('/', MAX_PARTS) ?? [];
  for (let length = parts.length; length > 0; length--) {
    const resource = parts.slice(0, length).join('/');
    const service = routes.get(resource);
    if (service !== undefined) return { service, resource };
  }
  return undefined;
}

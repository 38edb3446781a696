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

/** First part of a path below `/v1` and the service that answers it. */
const routes: ReadonlyMap<string, ServiceName> = new Map([
  ['events', 'ingestion'],
  ['rejected-events', 'ingestion'],
  ['tenants', 'subscriptions'],
  ['webhooks', 'subscriptions'],
  ['event-types', 'subscriptions'],
  ['signing-secret', 'subscriptions'],
  ['secrets', 'subscriptions'],
  ['invocations', 'history'],
  ['replays', 'history'],
]);

/** Where a request belongs. */
export interface Route {
  readonly service: ServiceName;
  /** The part of the path that tells what it is about, without ids: fit for logs and metrics. */
  readonly resource: string;
}

/** @param target request target as it stands in the request line */
export function routeOf(target: string): Route | undefined {
  const resource = /^\/v1\/([a-z-]+)(?:[/?]|$)/.exec(target)?.[1] ?? '';
  const service = routes.get(resource);
  return service === undefined ? undefined : { service, resource };
}

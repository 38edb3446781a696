import { parseKeyRing } from '@casewire/key-ring';
import { optionalVariable, variable, type ValuesOf } from './variable.ts';
import { bytes, cidr, days, flag, list, milliseconds, oneOf, text, url, wholeNumber } from './value-kinds.ts';

/** Variables that several apps read. Each app spreads those that it needs into its own schema. */

export const databaseVariables = {
  DATABASE_URL: variable({
    ...url('postgres', 'postgresql'),
    description: 'The PostgreSQL database that holds all of Casewire, a schema for each service.',
    example: 'postgres://casewire:password@localhost:5432/casewire?sslmode=verify-full',
    secret: true,
  }),
  DATABASE_POOL_SIZE: variable({
    ...wholeNumber({ min: 1, max: 1000 }),
    description: 'Connections that one service opens at most in a process.',
    default: '10',
  }),
  DATABASE_STATEMENT_TIMEOUT_MS: variable({
    ...milliseconds({ min: 100, max: 600_000 }),
    description: 'How long a statement may run before the server ends it.',
    default: '30000',
  }),
};

export type DatabaseConfig = ValuesOf<typeof databaseVariables>;

/** Variables of every service: to listen, to log, and to verify identities from the gateway. */
export function serviceVariables({ port }: { port: number }) {
  return {
    PORT: variable({
      ...wholeNumber({ min: 0, max: 65_535 }),
      description: 'Port of the HTTP interface; 0 takes any free one.',
      default: String(port),
    }),
    HOST: variable({
      ...text({ min: 1, max: 255 }),
      accepts: 'an address or a host name of this machine',
      description: 'Where the HTTP interface listens.',
      default: '127.0.0.1',
    }),
    LOG_LEVEL: variable({
      ...oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
      description: 'The least severe log lines that are written.',
      default: 'info',
    }),
    CASEWIRE_INTERNAL_KEY: variable({
      ...text({ min: 32, max: 1024 }),
      description:
        'Signs the identity that the gateway and the services pass on to services; the same for all of them.',
      secret: true,
    }),
    CASEWIRE_SHUTDOWN_TIMEOUT_MS: variable({
      ...milliseconds({ min: 100, max: 300_000 }),
      description: 'How long work in flight may take to finish after SIGTERM or SIGINT.',
      default: '8000',
    }),
  };
}

export type ServiceConfig = ValuesOf<ReturnType<typeof serviceVariables>>;

/** The URL at which another service is called. */
export function serviceUrl(service: string, port: number) {
  return variable({
    ...url('http', 'https'),
    description: `Where the ${service} service listens.`,
    default: `http://127.0.0.1:${port}`,
  });
}

export const keyRingVariables = {
  CASEWIRE_MASTER_KEYS: variable({
    accepts: '`id:key[,id:key...]`, each key 32 bytes in base64',
    parse: parseKeyRing,
    description:
      'Keys that encrypt the secrets of webhooks and tenants at rest. The first encrypts; the others only decrypt what they encrypted before.',
    secret: true,
  }),
};

export const targetVariables = {
  CASEWIRE_ALLOW_PRIVATE_TARGETS: variable({
    ...list(cidr),
    parse: (value) => (value === 'none' ? [] : list(cidr).parse(value)),
    accepts: '`none`, or a comma-separated list of ranges in CIDR notation',
    description:
      'Address ranges that webhooks may reach although they are not public, and over plain HTTP in production.',
    default: 'none',
    example: '10.20.0.0/16,fd00:1::/48',
  }),
};

/** For the service that sends to receivers. */
export const egressVariables = {
  CASEWIRE_EGRESS_PROXY: optionalVariable({
    ...url('http', 'https'),
    description:
      'A proxy that all connections to receivers and token endpoints go through, by HTTP CONNECT, with the credentials that it asks for. Casewire looks names up and vets addresses itself; the proxy is given addresses.',
    example: 'http://casewire:password@proxy.internal:3128',
    secret: true,
  }),
};

export const eventVariables = {
  CASEWIRE_MAX_EVENT_BYTES: variable({
    ...bytes({ min: 1024, max: 64 * 1024 ** 2 }),
    description:
      'Size of the largest event. Topics take records of twice that size, at least 1 MiB and at most 96 MiB. Set the same for all services.',
    default: '4MiB',
  }),
};

export type EventConfig = ValuesOf<typeof eventVariables>;

export const eventRetentionVariables = {
  CASEWIRE_EVENT_RETENTION_DAYS: variable({
    ...days({ min: 1, max: 365 }),
    description: 'How long accepted events, and the decisions about them, are kept.',
    default: '7',
  }),
};

/** For the service that keeps invocations, and for those that tell how long they are kept. */
export const historyRetentionVariables = {
  CASEWIRE_HISTORY_RETENTION_DAYS: variable({
    ...days({ min: 8, max: 3650 }),
    description:
      'How long invocations and their attempts are kept. Invocations that have not ended by then end as `failed: expired`.',
    default: '90',
  }),
};

/** For the service that keeps rejected events, and for those that tell how long they are kept. */
export const rejectedRetentionVariables = {
  CASEWIRE_REJECTED_RETENTION_DAYS: variable({
    ...days({ min: 1, max: 365 }),
    description: 'How long rejected events are listed.',
    default: '30',
  }),
};

/** For services that send deliveries, or release them to those that do. */
export const deliveryVariables = {
  CASEWIRE_DELIVERY_CONCURRENCY: variable({
    ...wholeNumber({ min: 1, max: 20_000 }),
    description:
      'Requests that one delivery process has under way at once. A tenant and environment has a share of them; history releases by the same number.',
    default: '1024',
  }),
  CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK: variable({
    ...wholeNumber({ min: 1, max: 1000 }),
    description:
      'Requests to one webhook that are under way at once, where the webhook has no `maxConcurrency`. With fewer, a burst to a receiver that answers at once waits for requests to end. A receiver with fewer workers lets the rest wait on their connections: systems queue 128 connections or more, and each request has its time limit. One that wants fewer says so with `maxConcurrency`. A replay has half as many under way.',
    default: '100',
  }),
};

/** For services that announce outcomes, or write down where they belong. */
export const outcomeVariables = {
  CASEWIRE_OUTCOMES: variable({
    ...flag,
    description:
      'Whether each end of an invocation (delivered, failed, cancelled) is announced on the topic `outcomes.v1`. Set the same for matching and history.',
    default: 'false',
  }),
};

/** For services that write addresses of Casewire into what receivers and people get. */
export const publicUrlVariables = {
  CASEWIRE_PUBLIC_URL: variable({
    ...url('http', 'https'),
    description:
      'Where receivers and browsers reach the gateway. Deliveries of the format `thin`, inspectors and portal links have addresses below it, and the dashboard can be used there only: over https, or over http on the same machine. Set the same for all services.',
    default: 'http://localhost:3000',
    example: 'https://casewire.example',
  }),
};

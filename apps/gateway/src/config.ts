import {
  cidr,
  databaseVariables,
  eventVariables,
  list,
  milliseconds,
  optionalVariable,
  origin,
  publicUrlVariables,
  serviceUrl,
  serviceVariables,
  text,
  variable,
  wholeNumber,
} from '@casewire/config';
import { z } from 'zod';

/** The environment variables of the gateway. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3000 }),
  ...databaseVariables,
  ...eventVariables,
  ...publicUrlVariables,
  CASEWIRE_ADMIN_KEY: variable({
    ...text({ min: 16, max: 1024 }),
    description: "The operator's key: makes tenants and their keys, and can act for any tenant.",
    secret: true,
  }),
  CASEWIRE_INGESTION_URL: serviceUrl('ingestion', 3001),
  CASEWIRE_SUBSCRIPTIONS_URL: serviceUrl('subscriptions', 3002),
  CASEWIRE_MATCHING_URL: serviceUrl('matching', 3003),
  CASEWIRE_DELIVERY_URL: serviceUrl('delivery', 3004),
  CASEWIRE_HISTORY_URL: serviceUrl('history', 3005),
  CASEWIRE_INSPECTOR_URL: serviceUrl('inspector', 3006),
  CASEWIRE_UPSTREAM_TIMEOUT_MS: variable({
    ...milliseconds({ min: 100, max: 600_000 }),
    description: 'How long a service may be silent before the gateway answers 503 for it.',
    default: '60000',
  }),
  CASEWIRE_OPEN_REQUESTS: variable({
    ...wholeNumber({ min: 4, max: 10_000 }),
    description:
      'How many requests the gateway passes on to one service at once, and for how many it waits because their body has not arrived. One key holds at most three times what is free of each, alone three quarters. A request beyond that is answered 503.',
    default: '512',
  }),
  CASEWIRE_UPLOAD_TIMEOUT_MS: variable({
    ...milliseconds({ min: 100, max: 60_000 }),
    description: 'How long the body of a request may take to arrive. Then the request is answered 408.',
    default: '30000',
  }),
  CASEWIRE_AUTH_FAILURES_PER_MINUTE: variable({
    ...wholeNumber({ min: 1, max: 100_000 }),
    description:
      'How many requests with a wrong key one address may send in a minute. Until the minute is over, its further wrong keys are answered 429. Valid keys are let in.',
    default: '30',
  }),
  CASEWIRE_DASHBOARD_FOLDER: optionalVariable({
    ...text({ min: 1, max: 4096 }),
    description:
      'The built dashboard. Default: the folder `dashboard` beside that of the program. Where there is none, no dashboard is served.',
  }),
  CASEWIRE_PORTAL_ORIGINS: optionalVariable({
    ...list(origin),
    description:
      'The sites whose pages may show the dashboard in a frame, below `/embed`. It needs `CASEWIRE_PUBLIC_URL` over https. Default: no page may.',
    example: 'https://portal.example-bank.com, https://portal.example-insurer.com',
  }),
  CASEWIRE_TRUSTED_PROXIES: optionalVariable({
    ...list(cidr),
    description: "Load balancers in front of the gateway, whose X-Forwarded-For names the client's address.",
    example: '10.0.0.0/8',
  }),
});

export type Config = z.infer<typeof configSchema>;

import { z } from 'zod';

/** What can be found out of an address without sending a request to it. All but the first are outcomes of attempts too. */
export const urlCheckResults = [
  'reachable',
  'blocked-target',
  'dns-error',
  'connection-error',
  'tls-error',
  'timeout',
] as const;

export type UrlCheckResult = (typeof urlCheckResults)[number];

/** Asks delivery whether it can connect to an origin. */
export const originCheckSchema = z.strictObject({ origin: z.url() });

export type OriginCheck = z.infer<typeof originCheckSchema>;

/** What delivery answers. */
export const originCheckAnswerSchema = z.object({ result: z.enum(urlCheckResults) });

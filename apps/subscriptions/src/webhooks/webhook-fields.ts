import { webhookFormats } from '@casewire/families';
import { isValidPattern } from '@casewire/matching-rules';
import { webhookMethods } from '@casewire/payloads';
import { orderings } from '@casewire/subscription-store';
import { z } from 'zod';
import { futureInstant } from '../future-instant.ts';
import { notYet, oneOfAvailable } from '../not-yet.ts';
import { ownSecretSchema } from '../webhook-secrets/own-secret.ts';
import { familyOptionsSchema } from './family-options.ts';
import { contentFields } from './content-fields.ts';
import { MAX_HEADER_VALUE_CHARACTERS, MAX_HEADERS } from './request-headers.ts';
import { MAX_URL_CHARACTERS } from './target-url.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** Longest delay before one retry, and longest rotation overlap: a week. */
export const WEEK_SECONDS = 7 * DAY_SECONDS;

const patternSchema = z.string().refine(isValidPattern, {
  error: 'is not a pattern',
  params: { accepted: 'an event type, or the beginning of one followed by a single `*`; at most 512 bytes' },
});

/** Ids of definitions and runs come from upstream and are opaque; the limit is that of an event's attribute. */
const levelIdSchema = z
  .string()
  .min(1)
  .refine((id) => Buffer.byteLength(id) <= 512 && !/\p{Cc}/u.test(id), {
    error: 'is not an id',
    params: { accepted: 'up to 512 bytes without control characters' },
  });

const credential = z.string().regex(/^[\x20-\x7e]{1,1024}$/, 'is not 1 to 1024 printable ASCII characters');

const authSchema = z
  .strictObject({
    basic: z
      .strictObject({
        username: credential.refine((text) => !text.includes(':'), 'contains a colon'),
        password: credential,
      })
      .exactOptional(),
    bearer: z
      .strictObject({
        token: z
          .string()
          .regex(/^[\x21-\x7e]{1,4096}$/, 'is not 1 to 4096 printable ASCII characters without blanks'),
      })
      .exactOptional(),
    oauth2: notYet(),
    mtls: notYet(),
  })
  .refine(({ basic, bearer }) => (basic === undefined) !== (bearer === undefined), {
    error: 'names no kind of credentials, or several',
    params: { accepted: 'one of `basic` and `bearer`' },
  });

const schemes = [
  'native',
  'standard-webhooks',
  'standard-webhooks-ed25519',
  'hmac-body-hex',
  'timestamped-hex',
  'none',
] as const;

const signingFields = {
  scheme: z.enum(schemes).exactOptional().describe("Default: `native`, what the event's family does."),
  header: z.string().min(1).max(128).exactOptional(),
  algorithm: z.enum(['sha1', 'sha256', 'sha512']).exactOptional(),
  keyEncoding: z.enum(['utf8', 'hex', 'base64']).exactOptional(),
};

/** Retries after the first attempt at most. */
const MAX_DELAYS = 50;

const retrySchema = z.union(
  [
    z.literal('none'),
    z.strictObject({
      delaysSeconds: z
        .array(z.number().gt(0).max(WEEK_SECONDS))
        // Not `max`: a union would then name itself instead of this field.
        .refine((delays) => delays.length <= MAX_DELAYS, {
          error: 'are too many',
          params: { accepted: `at most ${MAX_DELAYS} items` },
        })
        .meta({ maxItems: MAX_DELAYS }),
      maxAgeSeconds: z
        .number()
        .gt(0)
        .max(30 * DAY_SECONDS)
        .exactOptional(),
    }),
  ],
  { error: 'is neither "none" nor of the form {"delaysSeconds": [seconds, ...], "maxAgeSeconds": seconds}' },
);

/** Every setting that a webhook can be created with and changed to. */
export const settingFields = {
  name: z.string().min(1).max(200),
  url: z.string().min(1).max(MAX_URL_CHARACTERS),
  events: z.array(patternSchema).min(1).max(100),
  headers: z
    .record(z.string(), z.string().max(MAX_HEADER_VALUE_CHARACTERS))
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `has more than ${MAX_HEADERS} headers`),
  auth: authSchema,
  format: z.enum(webhookFormats),
  sendWebhookId: z.boolean(),
  retry: retrySchema,
  timeoutMs: z.int().min(100).max(60_000),
  maxConcurrency: z.int().min(1).max(1000).describe('Requests in flight to this webhook at most.'),
  successStatus: z.enum(['2xx', '200']),
  options: familyOptionsSchema,
  status: oneOfAvailable(['active', 'disabled'], ['paused']),
  expiresAt: futureInstant,
  ...contentFields,
};

/** What a webhook is created with and keeps. */
export const fixedFields = {
  definitionId: levelIdSchema,
  runtimeId: levelIdSchema,
  method: z.enum(webhookMethods).describe('GET sends no body, but what it would say in the query.'),
  ordering: z.enum(orderings),
};

/** Fields of the contract that nothing acts on yet. */
export const laterFields = {
  rateLimitPerSecond: notYet(),
  onGiveUp: oneOfAvailable(['skip'], ['block']).optional(),
};

export const newSigningSchema = z
  .strictObject({ ...signingFields, secret: ownSecretSchema.exactOptional() })
  .refine(({ scheme, secret }) => scheme !== 'none' || secret === undefined, {
    path: ['secret'],
    error: 'is not for the scheme none',
  });
export const signingSchema = z.strictObject(signingFields);

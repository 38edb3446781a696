import { z } from 'zod';
import { environments } from './environment.ts';
import { MalformedRecordError } from './record-headers.ts';

/** How one HTTP attempt ended. `not-sent`: refused before a connection was tried. */
export const attemptOutcomes = [
  'delivered',
  'rejected',
  'timeout',
  'connection-error',
  'tls-error',
  'dns-error',
  'blocked-target',
  'not-sent',
] as const;

export type AttemptOutcome = (typeof attemptOutcomes)[number];

const stringMap = z.record(z.string(), z.string());

const attemptSchema = z.object({
  id: z.uuid(),
  number: z.int().positive(),
  /** Milliseconds since the epoch. */
  startedAt: z.int(),
  durationMs: z.number().nonnegative(),
  outcome: z.enum(attemptOutcomes),
  /** Secrets stand as `{secret.NAME}`; signatures are left out. */
  request: z.object({ method: z.string(), url: z.string(), headers: stringMap }),
  responseCode: z.int().optional(),
  responseHeaders: stringMap.optional(),
  /** First 4 KiB, valid UTF-8 without NUL. */
  responseBody: z.string().optional(),
  error: z.string().optional(),
});

const nextStepSchema = z.discriminatedUnion('kind', [
  /** The receiver has it. */
  z.object({ kind: z.literal('done') }),
  /** Another attempt at `at` (milliseconds since the epoch). */
  z.object({ kind: z.literal('retry'), at: z.int() }),
  z.object({ kind: z.literal('give-up'), reason: z.string() }),
  /** Nothing was sent: release it again at `at` (milliseconds since the epoch). */
  z.object({ kind: z.literal('defer'), reason: z.string(), at: z.int() }),
  /** Nothing was sent: the invocation was cancelled. */
  z.object({ kind: z.literal('cancelled') }),
]);

/** Metadata of a release: the headers of its record on `deliveries.v1`. */
export const deliverySchema = z.object({
  invocationId: z.uuid(),
  release: z.int().positive(),
  attempt: z.int().positive(),
  webhookId: z.string(),
  tenantId: z.string(),
  environment: z.enum(environments),
  family: z.string(),
  eventUid: z.string(),
  eventId: z.string(),
  eventSource: z.string(),
  eventType: z.string(),
  eventTime: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  acceptedAt: z.int(),
  contentType: z.string(),
  requestHeaders: stringMap,
  placeholders: stringMap.exactOptional(),
  traceparent: z.string().exactOptional(),
});

const releaseOutcomeSchema = z.object({
  delivery: deliverySchema,
  attempt: attemptSchema.optional(),
  next: nextStepSchema,
});

/** One HTTP attempt as it is recorded. */
export type Attempt = z.infer<typeof attemptSchema>;

/** What follows from an outcome; only that of the current release changes the schedule. */
export type NextStep = z.infer<typeof nextStepSchema>;

/** What became of one release: the value of a record on `attempts.v1`. */
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;

export function encodeReleaseOutcome(outcome: ReleaseOutcome): Buffer {
  return Buffer.from(JSON.stringify(outcome));
}

/** @throws MalformedRecordError if the bytes are not an outcome that `encodeReleaseOutcome` wrote. */
export function decodeReleaseOutcome(value: Buffer): ReleaseOutcome {
  try {
    return releaseOutcomeSchema.parse(JSON.parse(value.toString('utf8')));
  } catch (error) {
    throw new MalformedRecordError('not an attempt record', { cause: error });
  }
}

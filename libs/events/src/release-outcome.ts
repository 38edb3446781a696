import { z } from 'zod';
import { deliverySchema, stringMapSchema } from './delivery-record.ts';
import { holdSchema } from './hold.ts';
import { storedReason, type FailureReason, type WaitReason } from './reasons.ts';
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
  'no-access-token',
  'not-sent',
] as const;

export type AttemptOutcome = (typeof attemptOutcomes)[number];

const attemptSchema = z.object({
  id: z.uuid(),
  number: z.int().positive(),
  /** Milliseconds since the epoch. */
  startedAt: z.int(),
  durationMs: z.number().nonnegative(),
  outcome: z.enum(attemptOutcomes),
  request: z
    .object({ method: z.string(), url: z.string(), headers: stringMapSchema })
    .describe('As it was sent, but secrets stand as `{secret.NAME}` and signatures are left out.'),
  responseCode: z.int().optional(),
  responseHeaders: stringMapSchema.optional(),
  responseBody: z.string().optional().describe('First 4 KiB, as valid UTF-8 without NUL.'),
  error: z.string().optional(),
});

/** One HTTP attempt as it is recorded. */
export type Attempt = z.infer<typeof attemptSchema>;

/** An attempt as the API shows it. */
export const attemptViewSchema = attemptSchema.extend({ startedAt: z.iso.datetime() });

export type AttemptView = z.infer<typeof attemptViewSchema>;

export function toAttemptView(attempt: Attempt): AttemptView {
  return { ...attempt, startedAt: new Date(attempt.startedAt).toISOString() };
}

const failureReason = z.string().transform((text): FailureReason => storedReason(text));
const waitReason = z.string().transform((text): WaitReason => storedReason(text));

/** How many attempts the policy allows. Absent where it was not asked, and in records of the version before. */
const maxAttempts = z.int().positive().exactOptional();

const nextStepSchema = z.discriminatedUnion('kind', [
  /** The receiver has it. */
  z.object({ kind: z.literal('done') }),
  /** Another attempt at `at` (milliseconds since the epoch). */
  z.object({
    kind: z.literal('retry'),
    at: z.int(),
    maxAttempts,
    /** What the receiver asked for in `Retry-After`. */
    requestedSeconds: z.int().nonnegative().exactOptional(),
  }),
  z.object({
    kind: z.literal('give-up'),
    reason: failureReason,
    maxAttempts,
    /** The policy's, where that ended it. */
    maxAgeSeconds: z.number().exactOptional(),
    /** The ordering key of the slot that the invocation keeps, until somebody retries it with success or cancels it. */
    blocks: z.string().exactOptional(),
  }),
  /**
   * Nothing was sent: release it again at `at` (milliseconds since the epoch). With a `hold`: when that ends. A ledger of
   * the version before, which knows no holds, goes by `at`.
   */
  z.object({
    kind: z.literal('defer'),
    reason: waitReason,
    at: z.int(),
    hold: holdSchema.exactOptional(),
  }),
  /** Nothing was sent: the invocation was cancelled. */
  z.object({ kind: z.literal('cancelled') }),
]);

/** The step that follows an outcome. Only the outcome of the current release changes the schedule. */
export type NextStep = z.infer<typeof nextStepSchema>;

/** Reads a step that was stored; undefined if this version does not know its form. */
export function readNextStep(stored: unknown): NextStep | undefined {
  return nextStepSchema.safeParse(stored).data;
}

const releaseOutcomeSchema = z.object({
  delivery: deliverySchema,
  attempt: attemptSchema.optional(),
  /** The version of the webhook that the attempt was sent by. Optional: records of the version before lack it. */
  webhookVersion: z.int().positive().exactOptional(),
  /** The webhook has a rate: the ledger keeps when the attempt was started. */
  rateLimited: z.literal(true).exactOptional(),
  /** When the receiver asked to be tried again with any delivery (429, 503), milliseconds since the epoch. */
  retryAfterAt: z.int().exactOptional(),
  next: nextStepSchema,
});

/** The outcome of one release: the value of a record on `attempts.v1`. */
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;

export function encodeReleaseOutcome(outcome: ReleaseOutcome): Buffer {
  return Buffer.from(JSON.stringify(outcome));
}

/** @throws MalformedRecordError if the bytes are not an outcome that `encodeReleaseOutcome` wrote */
export function decodeReleaseOutcome(value: Buffer): ReleaseOutcome {
  try {
    return releaseOutcomeSchema.parse(JSON.parse(value.toString('utf8')));
  } catch (error) {
    throw new MalformedRecordError('not an attempt record', { cause: error });
  }
}

/** A test that delivery sends at once. It passes through no topic. Its body is rendered like any other. */
export const testSendSchema = z.strictObject({
  delivery: deliverySchema,
  /** The exact bytes to send. */
  body: z.base64(),
});

export type TestSend = z.infer<typeof testSendSchema>;

import { describeReasons, environments, holdKinds } from '@casewire/events';
import { apiStatus, apiStatuses, noteKinds } from '@casewire/invocation-state';
import type { InvocationSummary } from '@casewire/invocation-ledger';
import { hiddenSchema, type Masked } from '@casewire/masking';
import { RawJson, rowProblemsSchema, shownInstant, shownRow } from '@casewire/rest';
import { z } from 'zod';
import { why, type Known } from './why.ts';

/** An invocation as the API shows it. */
export const invocationSchema = z.object({
  id: z.uuid(),
  webhookId: z.string(),
  eventUid: z.uuid(),
  eventId: z.string(),
  eventSource: z.string(),
  eventType: z.string(),
  subject: z.string().nullable(),
  environment: z.enum(environments),
  isSandbox: z.boolean(),
  status: z.enum(apiStatuses),
  reason: z
    .string()
    .nullable()
    .describe(
      describeReasons('Why it failed, or what it waits for.', ['failed-invocation', 'waiting-invocation']),
    ),
  blocking: z
    .boolean()
    .describe(
      'It has failed, and the later invocations of its subject wait until it is retried with success, or cancelled.',
    ),
  attempts: z.int(),
  responseCode: z.int().nullable().describe('HTTP status of the last attempt; null without an answer.'),
  createdAt: z.iso.datetime().describe('When the event was accepted.'),
  recordedAt: z.iso
    .datetime()
    .describe(
      'When the history first heard of it, which is after it was matched. Nothing records when it was matched.',
    ),
  lastAttemptAt: z.iso.datetime().nullable(),
  endedAt: z.iso
    .datetime()
    .nullable()
    .describe('When it was delivered, given up or cancelled; null while it has not ended.'),
  nextAttemptAt: z.iso
    .datetime()
    .nullable()
    .describe(
      'While its receiver is unavailable: when the next probe goes out. Null while anything else holds it: it follows at the end of what `heldBy` names.',
    ),
  heldBy: z
    .object({
      kind: z.enum(['predecessor', ...holdKinds]),
      number: z.int().optional().describe('Of the pause or the opening, counted for each webhook.'),
    })
    .nullable()
    .describe(
      'What holds it: `predecessor`, an earlier invocation of the same webhook and subject; `pause`, its webhook is paused; `own-pause`, Casewire has paused its webhook; `breaker`, its receiver does not answer; `retry-after`, its receiver asked to be left alone. Null while nothing does.',
    ),
  copyOf: z
    .uuid()
    .nullable()
    .describe(
      'The invocation that it follows under an id of its own: as a copy that a replay with `newIds` has made, or sent anew by `POST /v1/invocations/{id}/resend`.',
    ),
  notes: z
    .array(
      z.object({
        number: z
          .int()
          .describe('Counted from 1. Where the first note has another number, those before it are not kept.'),
        at: z.iso.datetime(),
        what: z
          .enum(noteKinds)
          .describe(
            '`held`: a pause or its receiver began to hold it. `resumed`: that has ended, and it is sent. `retried`: it was asked for once more. `cancelled`: nothing more is sent. `expired`: it has failed because it was held for too long, or because the history is kept no longer.',
          ),
        by: z
          .string()
          .optional()
          .describe('Who has asked for it, as `actor` of `GET /v1/audit`. Absent where nobody has.'),
        reason: z
          .string()
          .optional()
          .describe(
            'What holds it (`webhook-paused`, `receiver-unavailable`, ...) or why it has expired (`too-old`, `expired`). `skipped`: its webhook was resumed without what had waited. `replay`: a replay has sent it again.',
          ),
      }),
    )
    .describe(
      'What happened to it beside its attempts, in order: the newest 20. Empty for most, and for what happened before this version. Waits for a predecessor are not noted.',
    ),
  problems: rowProblemsSchema,
});

/** An invocation by itself: why it is where it is, and the payload that was or will be sent. */
export const explainedInvocationSchema = invocationSchema.extend({
  why: z
    .string()
    .nullable()
    .describe(
      'In a sentence: the last attempt, the rule that decided what follows with its numbers, and the next time.',
    ),
  contentType: z.string().nullable().optional(),
  payload: z
    .unknown()
    .optional()
    .describe(
      'With the scope `payloads`: the body, where it is JSON, character for character: numbers have all their digits. Null where it is not JSON, or not kept.',
    ),
  payloadBase64: z
    .string()
    .nullable()
    .optional()
    .describe(
      'With the scope `payloads`: the exact bytes of the body, which signatures are made over. Like `payload`, it is absent where all is hidden.',
    ),
  hidden: hiddenSchema,
});

export function toInvocationView(invocation: InvocationSummary) {
  const { acceptedAt, recordedAt, endedAt, lastAttemptAt, dueAt, probeAt, notes } = invocation;
  const nextAttemptAt = dueAt ?? probeAt;
  return {
    id: invocation.id,
    webhookId: invocation.webhookId,
    eventUid: invocation.eventUid,
    eventId: invocation.eventId,
    eventSource: invocation.eventSource,
    eventType: invocation.eventType,
    subject: invocation.subject,
    environment: invocation.environment,
    isSandbox: invocation.environment === 'sandbox',
    status: apiStatus(invocation),
    reason: invocation.reason,
    blocking: invocation.releaseState === 'blocking',
    attempts: invocation.attempts,
    responseCode: invocation.responseCode,
    copyOf: invocation.copyOf,
    heldBy: holderOf(invocation),
    ...shownRow({
      createdAt: () => shownInstant(acceptedAt),
      recordedAt: () => shownInstant(recordedAt),
      lastAttemptAt: () => instantOrNull(lastAttemptAt),
      endedAt: () => instantOrNull(endedAt),
      nextAttemptAt: () => instantOrNull(nextAttemptAt),
      notes: () => shownNotes(notes),
    }),
  };
}

/** @throws TypeError, RangeError for what no version of history writes */
function shownNotes(notes: InvocationSummary['notes']) {
  const stored: unknown = notes;
  if (!Array.isArray(stored)) throw new TypeError('is stored as something else than a list');
  return notes.map(({ at, ...note }) => ({ at: shownInstant(at), ...note }));
}

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : shownInstant(instant);
}

export function withWhy(view: ReturnType<typeof toInvocationView>, known: Known) {
  const { problems = [], ...explained } = shownRow({ why: () => why(known, Date.now()) });
  const all = [...(view.problems ?? []), ...problems];
  return { ...view, ...explained, ...(all.length > 0 && { problems: all }) };
}

function holderOf({ releaseState, heldBy }: InvocationSummary) {
  if (releaseState === 'held') return { kind: 'predecessor' as const };
  return releaseState === 'held-by-webhook' ? heldBy : null;
}

/** The fields that the scope `payloads` adds. */
export function toPayloadView({ bytes, hidden }: Masked) {
  if (hidden === 'whole') return { hidden };
  return {
    ...{ payload: shownPayload(bytes), payloadBase64: bytes?.toString('base64') ?? null },
    ...(hidden !== undefined && { hidden }),
  };
}

function shownPayload(body: Buffer | null): RawJson | null {
  if (body === null) return null;
  try {
    return RawJson.of(body);
  } catch {
    // A body need not be JSON. It is shown in base64.
    return null;
  }
}

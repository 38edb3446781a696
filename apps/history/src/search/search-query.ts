import { uuidTimestampMs } from '@casewire/events';
import type { EventKey, RejectedKey } from '@casewire/event-store';
import type { InvocationKey } from '@casewire/invocation-ledger';
import type { WebhookKey } from '@casewire/subscription-store';
import { z } from 'zod';

/** The most bytes of an attribute of an event, and so of a text that can be found. */
const MAX_TEXT_BYTES = 512;

/** What a search can be restricted to. */
const searchedAttributes = ['eventId', 'subject', 'correlationId', 'runId'] as const;

type SearchedAttribute = (typeof searchedAttributes)[number];

/** The parameters of a search. Spaces around the text are left out: they come from copying. */
export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= MAX_TEXT_BYTES, {
      message: `is longer than ${MAX_TEXT_BYTES} bytes`,
      params: { accepted: `1 to ${MAX_TEXT_BYTES} bytes` },
    })
    .describe(
      'An id of an event (upstream’s or `uid`), of an invocation, a webhook or a rejected event, a subject, a correlation id or the id of a run, as a whole; or a part of the name or host of a webhook.',
    ),
  by: z
    .enum(searchedAttributes)
    .optional()
    .describe('Only what has the text as this. Default: everything above.'),
});

export type SearchQuery = z.infer<typeof searchQuerySchema>;

/** The look-ups that a search makes, in the order in which what they find is listed. */
export interface LookUps {
  readonly invocations: readonly InvocationKey[];
  readonly events: readonly EventKey[];
  readonly rejectedEvents: readonly RejectedKey[];
  readonly webhooks: readonly WebhookKey[];
}

const byAttribute: Readonly<Record<SearchedAttribute, LookUps>> = {
  eventId: { invocations: ['eventId'], events: ['id'], rejectedEvents: ['eventId'], webhooks: [] },
  subject: {
    ...{ invocations: ['subject'], events: ['subject'] },
    ...{ rejectedEvents: ['subject', 'recordKey'], webhooks: [] },
  },
  correlationId: {
    ...{ invocations: [], events: ['correlationId'] },
    ...{ rejectedEvents: ['correlationId'], webhooks: [] },
  },
  // The run of an event stands as its subject where it has no other.
  runId: {
    ...{ invocations: ['subject'], events: ['subject', 'run'] },
    ...{ rejectedEvents: ['subject', 'run', 'recordKey'], webhooks: ['runId'] },
  },
};

const byText: LookUps = {
  invocations: ['eventId', 'subject'],
  events: ['id', 'subject', 'run', 'correlationId'],
  rejectedEvents: ['eventId', 'subject', 'run', 'correlationId', 'recordKey'],
  webhooks: ['runId', 'nameOrHost'],
};

const byId: LookUps = {
  invocations: ['id', 'eventUid', ...byText.invocations],
  events: ['uid', ...byText.events],
  rejectedEvents: ['id', ...byText.rejectedEvents],
  webhooks: ['id', ...byText.webhooks],
};

/** The look-ups that can find something by a text. Only a UUID can be an id that Casewire has made. */
export function lookUpsFor({ q, by }: SearchQuery): LookUps {
  if (by !== undefined) return byAttribute[by];
  return isUuid(q) ? byId : byText;
}

function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

const DAY_MS = 86_400_000;

/**
 * Until when things of the time of an id were kept, milliseconds since the epoch; undefined where they still are, or the
 * text has no time. Ids that Casewire makes are UUIDv7, which begin with their time; upstream may make such ids too.
 * @param keptDays of what is kept longest
 * @param now milliseconds since the epoch
 */
export function keptUntil(text: string, keptDays: number, now: number): number | undefined {
  if (!z.uuidv7().safeParse(text).success) return undefined;
  const until = uuidTimestampMs(text) + keptDays * DAY_MS;
  return until <= now ? until : undefined;
}

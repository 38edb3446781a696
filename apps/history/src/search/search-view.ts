import { describeReasons, type EventAttributes } from '@casewire/events';
import type { EventKey, FoundEvent, FoundRejectedEvent, RejectedKey } from '@casewire/event-store';
import { apiStatus, apiStatuses } from '@casewire/invocation-state';
import type { InvocationSummary } from '@casewire/invocation-ledger';
import { rowProblemsSchema, shownInstant, shownRow } from '@casewire/rest';
import type { FoundWebhook } from '@casewire/subscription-store';
import { z } from 'zod';

const foundBy = z
  .enum(['id', 'eventUid', 'eventId', 'subject', 'correlationId', 'runId', 'recordKey', 'name', 'host'])
  .describe('What the text is of it. `recordKey`: the key of the record on Kafka.');

type FoundBy = z.infer<typeof foundBy>;

const at = z.iso.datetime().nullable();

const invocationSchema = z.object({
  kind: z.literal('invocation'),
  ...{ id: z.uuid(), foundBy },
  at: at.describe('When its event was accepted.'),
  status: z.enum(apiStatuses),
  ...{ webhookId: z.string(), eventUid: z.uuid(), eventId: z.string(), eventType: z.string() },
  subject: z.string().nullable(),
  problems: rowProblemsSchema,
});

const eventSchema = z.object({
  kind: z.literal('event'),
  id: z.uuid().describe('Its `uid`.'),
  foundBy,
  at: at.describe('When it was accepted.'),
  eventId: z.string().nullable(),
  eventType: z.string().nullable(),
  subject: z.string().nullable(),
  correlationId: z.string().nullable(),
  problems: rowProblemsSchema,
});

const rejectedEventSchema = z.object({
  kind: z.literal('rejected-event'),
  ...{ id: z.uuid(), foundBy },
  at: at.describe('When it was rejected.'),
  eventId: z
    .string()
    .nullable()
    .describe('Like the attributes below, it is null where it could not be read.'),
  eventType: z.string().nullable(),
  subject: z.string().nullable(),
  correlationId: z.string().nullable(),
  reason: z.string().describe(describeReasons('Why it was not accepted.', ['rejected-event'])),
  message: z.string(),
  republishedAt: at.describe('Null while it was not published again.'),
  problems: rowProblemsSchema,
});

const webhookSchema = z.object({
  kind: z.literal('webhook'),
  ...{ id: z.uuid(), foundBy },
  at: at.describe('When it was registered.'),
  status: z.enum(['active', 'paused', 'disabled']),
  name: z.string().nullable(),
  host: z.string().nullable().describe('Of its receiver.'),
  problems: rowProblemsSchema,
});

/** Something that a search has found, as the API shows it. */
const itemSchema = z.discriminatedUnion('kind', [
  invocationSchema,
  eventSchema,
  rejectedEventSchema,
  webhookSchema,
]);

/** What a search has found, as the API shows it. */
export const searchSchema = z.object({
  complete: z.boolean().describe('False where `unavailable` names services, or `more` names kinds.'),
  unavailable: z.array(z.string()).describe('Services whose part could not be read now.'),
  items: z
    .array(itemSchema)
    .describe(
      'Invocations, accepted events, rejected events, webhooks: of each kind at most ten, the newest that have the text as the same thing.',
    ),
  more: z
    .array(z.enum(['invocation', 'event', 'rejected-event', 'webhook']))
    .describe('Kinds of which more were found than are listed.'),
  keptDays: z
    .object({ invocations: z.int(), events: z.int() })
    .describe('How long invocations and accepted events are kept.'),
  keptUntil: z.iso
    .datetime()
    .nullable()
    .describe(
      'Where nothing was found, and the text is an id that tells its time: until when things of that time were kept. Null where they still are.',
    ),
});

export function invocationItem(invocation: InvocationSummary, by: FoundBy) {
  const { id, acceptedAt, webhookId, eventUid, eventId, eventType, subject } = invocation;
  return {
    ...{ kind: 'invocation' as const, id, foundBy: by, status: apiStatus(invocation) },
    ...{ webhookId, eventUid, eventId, eventType, subject },
    ...shownRow({ at: () => shownInstant(acceptedAt) }),
  };
}

const eventKeys: Readonly<Record<EventKey, FoundBy>> = {
  uid: 'id',
  id: 'eventId',
  subject: 'subject',
  run: 'runId',
  correlationId: 'correlationId',
};

export function eventItem({ uid, acceptedAt, attributes, foundBy: key }: FoundEvent) {
  const attribute = (name: keyof EventAttributes) => () => attributes[name] ?? null;
  return {
    ...{ kind: 'event' as const, id: uid, foundBy: eventKeys[key] },
    ...shownRow({
      at: () => shownInstant(acceptedAt),
      eventId: attribute('id'),
      eventType: attribute('type'),
      subject: () => attributes.subject ?? attributes.workflowruntimeid ?? null,
      correlationId: attribute('correlationid'),
    }),
  };
}

const rejectedKeys: Readonly<Record<RejectedKey, FoundBy>> = {
  id: 'id',
  eventId: 'eventId',
  subject: 'subject',
  run: 'runId',
  correlationId: 'correlationId',
  recordKey: 'recordKey',
};

export function rejectedEventItem(rejected: FoundRejectedEvent) {
  const { id, eventId, type, subject, correlationId, reason, message } = rejected;
  const { rejectedAt, republishedAt } = rejected;
  return {
    ...{ kind: 'rejected-event' as const, id, foundBy: rejectedKeys[rejected.foundBy] },
    ...{ eventId, eventType: type, subject, correlationId, reason, message },
    ...shownRow({
      at: () => shownInstant(rejectedAt),
      republishedAt: () => republishedAt && shownInstant(republishedAt),
    }),
  };
}

export function webhookItem({ createdAt, foundBy: by, ...webhook }: FoundWebhook) {
  const { id, name, host, status } = webhook;
  return {
    ...{ kind: 'webhook' as const, id, foundBy: by, name, host, status },
    ...shownRow({ at: () => shownInstant(createdAt) }),
  };
}

/** Something that a search has found. */
export type SearchItem = ReturnType<
  typeof invocationItem | typeof eventItem | typeof rejectedEventItem | typeof webhookItem
>;

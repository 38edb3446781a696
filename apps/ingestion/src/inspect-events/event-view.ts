import { describeReasons, type AcceptedEvent } from '@casewire/events';
import type { RejectedEvent } from '@casewire/event-store';
import { z } from 'zod';

/** An event in a list. */
export const eventSchema = z.object({
  uid: z.uuid(),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string().nullable(),
  environment: z.string(),
  correlationId: z.string().nullable(),
  definitionId: z.string().nullable(),
  runtimeId: z.string().nullable(),
  time: z.string(),
  acceptedAt: z.iso.datetime(),
});

export type EventView = z.infer<typeof eventSchema>;

export function toEventView({ uid, acceptedAt, attributes }: AcceptedEvent): EventView {
  return {
    uid,
    id: attributes.id,
    source: attributes.source,
    type: attributes.type,
    subject: attributes.subject ?? null,
    environment: attributes.environment,
    correlationId: attributes.correlationid ?? null,
    definitionId: attributes.workflowdefinitionid ?? null,
    runtimeId: attributes.workflowruntimeid ?? null,
    time: attributes.time,
    acceptedAt: new Date(acceptedAt).toISOString(),
  };
}

/** A rejected record; `value` is the original text, or base64 where it is not UTF-8. */
export const rejectedEventSchema = z.object({
  id: z.uuid(),
  reason: z.string().describe(describeReasons('Why it was not accepted.', ['rejected-event'])),
  path: z.string(),
  message: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  headers: z.record(z.string(), z.string()),
  bytes: z.int(),
  truncated: z.boolean(),
  rejectedAt: z.iso.datetime(),
  republishedAt: z.iso.datetime().nullable(),
  value: z.string().optional(),
  valueBase64: z.string().optional(),
});

export type RejectedEventView = z.infer<typeof rejectedEventSchema>;

export function toRejectedEventView(rejected: RejectedEvent): RejectedEventView {
  const { origin } = rejected;
  return {
    id: rejected.id,
    reason: rejected.reason,
    path: rejected.path,
    message: rejected.message,
    topic: origin.topic,
    partition: origin.partition,
    offset: origin.offset.toString(),
    headers: { ...rejected.headers },
    bytes: rejected.value.length,
    truncated: rejected.truncated,
    rejectedAt: rejected.rejectedAt.toISOString(),
    republishedAt: rejected.republishedAt?.toISOString() ?? null,
  };
}

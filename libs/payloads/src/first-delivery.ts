import type { DeliveryMetadata } from '@casewire/events';
import type { EventContent } from './event-content.ts';
import type { RenderedPayload } from './render-payload.ts';

const FIRST_RELEASE = 1;
const FIRST_ATTEMPT = 1;

/** Metadata of the first release of an invocation; without a payload, of one that ends before it is sent. */
export function firstDelivery(
  { event, family }: EventContent,
  { webhookId, invocationId }: { readonly webhookId: string; readonly invocationId: string },
  payload?: RenderedPayload,
): DeliveryMetadata {
  const { attributes } = event;
  return {
    invocationId,
    release: FIRST_RELEASE,
    attempt: FIRST_ATTEMPT,
    webhookId,
    tenantId: attributes.tenantid,
    environment: attributes.environment,
    family: family.name,
    eventUid: event.uid,
    eventId: attributes.id,
    eventSource: attributes.source,
    eventType: attributes.type,
    eventTime: attributes.time,
    acceptedAt: event.acceptedAt,
    contentType: payload?.contentType ?? 'application/json',
    requestHeaders: payload?.headers ?? {},
    ...(payload?.placeholders !== undefined && { placeholders: payload.placeholders }),
    ...(attributes.subject !== undefined && { subject: attributes.subject }),
    ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
  };
}

import type { AcceptedEvent, DeliveryMetadata, FailureReason } from '@casewire/events';
import type { Decision, ListeningWebhook } from './decide-payloads.ts';
import type { EventContent } from './event-content.ts';
import { firstDelivery } from './first-delivery.ts';

/** How an invocation begins. */
export type BegunInvocation = { readonly delivery: DeliveryMetadata } & (
  | { readonly kind: 'unordered'; readonly body: Buffer }
  /** It waits for earlier ones of its webhook that have the same key. */
  | { readonly kind: 'ordered'; readonly orderingKey: string; readonly body: Buffer }
  /** There is nothing that could be sent. */
  | { readonly kind: 'failed'; readonly reason: FailureReason }
);

/** What of a webhook decides how its invocations begin. */
export interface BeginningWebhook extends ListeningWebhook {
  readonly ordering: 'none' | 'subject';
}

/**
 * How the invocation begins that an event and a decision lead to; undefined if the webhook gets nothing. The same event
 * and decision always begin alike.
 * @param maxBodyBytes the largest body that topics take
 */
export function beginInvocation(
  content: EventContent,
  { webhook, invocationId, payload }: Decision<BeginningWebhook>,
  maxBodyBytes: number,
): BegunInvocation | undefined {
  if (payload.kind === 'withheld') return undefined;
  const ids = { webhookId: webhook.webhookId, invocationId };
  if (payload.kind === 'failed')
    return { kind: 'failed', delivery: firstDelivery(content, ids), reason: payload.reason };
  const delivery = firstDelivery(content, ids, payload);
  const { body } = payload;
  if (body.length > maxBodyBytes) return { kind: 'failed', delivery, reason: 'body-too-large' };
  const key = webhook.ordering === 'subject' ? orderingKey(content.event) : undefined;
  if (key === undefined) return { kind: 'unordered', delivery, body };
  return { kind: 'ordered', orderingKey: key, delivery, body };
}

/** Deliveries of an ordered webhook that have the same key wait for each other; those without a key do not wait. */
function orderingKey({ attributes }: AcceptedEvent): string | undefined {
  return attributes.subject ?? attributes.workflowruntimeid;
}

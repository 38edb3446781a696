import {
  acceptedKey,
  type AcceptedEvent,
  type DataUrlOf,
  type DeliveryMetadata,
  type FailureReason,
} from '@casewire/events';
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

/** What of the installation decides how invocations begin. */
export interface BeginningSettings {
  /** The largest body that topics take. */
  readonly maxBodyBytes: number;
  /** Makes the addresses in thin bodies. */
  readonly dataUrlOf: DataUrlOf;
  /** Whether a delivery carries the key of its event on `accepted.v1`, by which outcomes are announced. Default: false. */
  readonly carriesAcceptedKey?: boolean;
}

/**
 * How the invocation begins that an event and a decision lead to; undefined if the webhook gets nothing. The same event
 * and decision always begin alike.
 */
export function beginInvocation(
  content: EventContent,
  { webhook, invocationId, payload }: Decision<BeginningWebhook>,
  { maxBodyBytes, carriesAcceptedKey = false }: BeginningSettings,
): BegunInvocation | undefined {
  if (payload.kind === 'withheld') return undefined;
  const rendered = payload.kind === 'failed' ? undefined : payload;
  const delivery = {
    ...firstDelivery(content, { webhookId: webhook.webhookId, invocationId }, rendered),
    ...(carriesAcceptedKey && { acceptedKey: acceptedKey(content.event.attributes) }),
  };
  if (payload.kind === 'failed') return { kind: 'failed', delivery, reason: payload.reason };
  const { body } = payload;
  if (body.length > maxBodyBytes) return { kind: 'failed', delivery, reason: 'body-too-large' };
  const key = webhook.ordering === 'subject' ? orderingKey(content.event) : undefined;
  if (key === undefined) return { kind: 'unordered', delivery, body };
  // Its releases carry the key, so that delivery can block the subject.
  return { kind: 'ordered', orderingKey: key, delivery: { ...delivery, orderingKey: key }, body };
}

/** Deliveries of an ordered webhook that have the same key wait for each other; those without a key do not wait. */
function orderingKey({ attributes }: AcceptedEvent): string | undefined {
  return attributes.subject ?? attributes.workflowruntimeid;
}

import {
  acceptedKey,
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  topicName,
  type AcceptedEvent,
  type DeliveryMetadata,
  type Disposition,
  type FailureReason,
} from '@casewire/events';
import type { OutgoingRecord } from '@casewire/kafka';
import { firstDelivery, type Decision, type EventContent } from '@casewire/payloads';
import type { MatchCandidate } from '@casewire/subscription-store';

/** Bounds and names that every prepared record needs. */
export interface PreparationSettings {
  readonly topicPrefix: string;
  /** Largest body that the broker takes on `deliveries`. */
  readonly maxBodyBytes: number;
  /** Whether records carry the key of their event on `accepted.v1`, by which outcomes are announced. Default: false. */
  readonly carriesAcceptedKey?: boolean;
}

/**
 * Why an event is matched: for the first time, or as a rematch because records that it led to were lost. After a rematch,
 * the ledger decides which invocations are sent.
 */
export type Occasion = 'first' | 'rematch';

/**
 * The record that starts one invocation: on `deliveries` if it can be sent at once, else on `ordered` with its
 * disposition. Undefined if the webhook gets nothing. The same event and decision always make the same record, so an
 * event that is processed again adds nothing.
 */
export function prepareDelivery(
  content: EventContent,
  { webhook, invocationId, payload }: Decision<MatchCandidate>,
  occasion: Occasion,
  settings: PreparationSettings,
): OutgoingRecord | undefined {
  if (payload.kind === 'withheld') return undefined;
  const rendered = payload.kind === 'failed' ? undefined : payload;
  const delivery = {
    ...firstDelivery(content, { webhookId: webhook.webhookId, invocationId }, rendered),
    ...(settings.carriesAcceptedKey === true && { acceptedKey: acceptedKey(content.event.attributes) }),
  };
  if (payload.kind === 'failed') return failed(delivery, payload.reason, settings);
  if (payload.body.length > settings.maxBodyBytes) return failed(delivery, 'body-too-large', settings);
  const key = webhook.ordering === 'subject' ? orderingKey(content.event) : undefined;
  if (key !== undefined)
    return ordered(delivery, { kind: 'ordered', orderingKey: key }, payload.body, settings);
  if (occasion === 'rematch') return ordered(delivery, { kind: 'rematch' }, payload.body, settings);
  return {
    topic: topicName(settings.topicPrefix, 'deliveries'),
    key: webhook.webhookId,
    value: payload.body,
    headers: encodeDeliveryHeaders(delivery),
  };
}

/** Deliveries of an ordered webhook that have the same key wait for each other; those without a key do not wait. */
function orderingKey({ attributes }: AcceptedEvent): string | undefined {
  return attributes.subject ?? attributes.workflowruntimeid;
}

function failed(
  delivery: DeliveryMetadata,
  reason: FailureReason,
  settings: PreparationSettings,
): OutgoingRecord {
  return ordered(delivery, { kind: 'failed', reason }, Buffer.alloc(0), settings);
}

function ordered(
  delivery: DeliveryMetadata,
  disposition: Disposition,
  value: Buffer,
  settings: PreparationSettings,
): OutgoingRecord {
  return {
    topic: topicName(settings.topicPrefix, 'ordered'),
    key: delivery.webhookId,
    value,
    headers: encodeOrderedHeaders(delivery, disposition),
  };
}

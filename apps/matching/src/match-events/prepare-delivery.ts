import {
  encodeDeliveryHeaders,
  encodeOrderedHeaders,
  topicName,
  type DeliveryMetadata,
  type Disposition,
  type FailureReason,
} from '@casewire/events';
import type { OutgoingRecord } from '@casewire/kafka';
import {
  beginInvocation,
  type BeginningSettings,
  type Decision,
  type EventContent,
} from '@casewire/payloads';
import type { MatchCandidate } from '@casewire/subscription-store';

/** Bounds and names that every prepared record needs. */
export interface PreparationSettings extends BeginningSettings {
  readonly topicPrefix: string;
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
  decision: Decision<MatchCandidate>,
  occasion: Occasion,
  settings: PreparationSettings,
): OutgoingRecord | undefined {
  const begun = beginInvocation(content, decision, settings);
  if (begun === undefined) return undefined;
  const { delivery } = begun;
  if (begun.kind === 'failed') return failed(delivery, begun.reason, settings);
  const { body } = begun;
  if (begun.kind === 'ordered')
    return ordered(delivery, { kind: 'ordered', orderingKey: begun.orderingKey }, body, settings);
  if (occasion === 'rematch') return ordered(delivery, { kind: 'rematch' }, body, settings);
  return {
    topic: topicName(settings.topicPrefix, 'deliveries'),
    key: delivery.webhookId,
    value: body,
    headers: encodeDeliveryHeaders(delivery),
  };
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

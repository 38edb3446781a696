import {
  decodeDeliveryHeaders,
  MalformedRecordError,
  reasonOfHold,
  type DeliveryMetadata,
  type Hold,
  type NextStep,
} from '@casewire/events';
import { familyNamed, type Family } from '@casewire/families';
import type { KafkaRecord, Settlement } from '@casewire/kafka';
import type { DeliveryTarget } from '@casewire/subscription-store';

/** What one attempt sends. */
export interface Sendable {
  readonly delivery: DeliveryMetadata;
  readonly family: Family;
  /** The exact bytes to send. */
  readonly body: Buffer;
}

/** One release of an invocation, read from its record. */
export interface Release extends Sendable {
  readonly kind: 'release';
  readonly record: KafkaRecord;
}

type DeadLetter = Extract<Settlement, { kind: 'dead-letter' }>;

/** Reads the release that a record of `deliveries` carries. A record that carries none becomes a dead letter. */
export function readRelease(record: KafkaRecord): Release | DeadLetter {
  try {
    const delivery = decodeDeliveryHeaders(record.headers);
    const family = familyNamed(delivery.family);
    if (record.value === null) throw new MalformedRecordError('the record has no value');
    if (family === undefined) throw new MalformedRecordError(`the family ${delivery.family} is unknown`);
    return { kind: 'release', record, delivery, family, body: record.value };
  } catch (error) {
    if (!(error instanceof MalformedRecordError)) throw error;
    return { kind: 'dead-letter', reason: 'malformed-record', detail: error.message };
  }
}

/** What is known about a release when it is its turn. */
export interface ReleaseSituation {
  /** Undefined if there never was such a webhook. */
  readonly target: DeliveryTarget | undefined;
  readonly cancelled: boolean;
  /** Number of the probe that the release is; undefined if it is none. */
  readonly probe?: number | undefined;
  /** Whether its record was interrupted and would end the reading of its partition: see `RecordBatch.isStraggler`. */
  readonly isStraggler: boolean;
}

/** When an interrupted release comes back, in milliseconds. */
const INTERRUPTION_PAUSE_MS = 1_000;

/** A ledger of an older version, which knows no pauses, releases a delivery that a pause has put off again after this time. */
const PAUSE_RECHECK_MS = 60_000;

/** Whether a release is sent, or answered without sending. */
export type ReleaseDecision =
  | { readonly kind: 'send'; readonly target: DeliveryTarget }
  | { readonly kind: 'answer'; readonly next: NextStep };

/**
 * Deleting a webhook cancels what is pending. Disabling it makes what is pending fail, and so does its expiry: its owner
 * wants nothing from it any more, yet the history shows what would have been sent. Neither blocks a subject: nothing later
 * is sent either. While it is paused, what is pending waits for the end of that pause.
 * @param now milliseconds since the epoch
 */
export function decideRelease(
  { target, cancelled, probe, isStraggler }: ReleaseSituation,
  now: number,
): ReleaseDecision {
  if (cancelled) return answer({ kind: 'cancelled' });
  if (target === undefined) return answer({ kind: 'give-up', reason: 'webhook-gone' });
  if (target.deletedAt !== null) return answer({ kind: 'cancelled' });
  if (target.status === 'disabled') {
    return answer({ kind: 'give-up', reason: target.statusReason ?? 'webhook-disabled' });
  }
  if (target.expiresAt !== null && target.expiresAt.getTime() <= now) {
    return answer({ kind: 'give-up', reason: 'webhook-expired' });
  }
  const hold = holdOn(target, probe);
  if (hold !== undefined) {
    return answer({ kind: 'defer', reason: reasonOfHold(hold), at: now + PAUSE_RECHECK_MS, hold });
  }
  // A receiver may take a minute. If this process ended within that minute too, the partition would not be read further.
  if (isStraggler) return answer({ kind: 'defer', reason: 'interrupted', at: now + INTERRUPTION_PAUSE_MS });
  return { kind: 'send', target };
}

/** Adds to a step that gives an ordered invocation up the subject that it blocks, if the webhook's owner wants that. */
export function heedingOnGiveUp(
  next: NextStep,
  { orderingKey }: Pick<DeliveryMetadata, 'orderingKey'>,
  { onGiveUp }: Pick<DeliveryTarget, 'onGiveUp'>,
): NextStep {
  if (next.kind !== 'give-up' || onGiveUp === 'skip' || orderingKey === undefined) return next;
  return { ...next, blocks: orderingKey };
}

/**
 * What keeps a release from being sent. Pauses come first: they hold probes too. Only the probe with the number that the
 * ledger has given last goes to a receiver whose breaker is open.
 */
function holdOn({ status, pause, ownPause, opening }: DeliveryTarget, probe?: number): Hold | undefined {
  if (status === 'paused') return { kind: 'pause', number: pause };
  if (ownPause !== null) return { kind: 'own-pause', number: ownPause };
  return opening === null || probe === opening.probe ? undefined : opening.hold;
}

function answer(next: NextStep): ReleaseDecision {
  return { kind: 'answer', next };
}

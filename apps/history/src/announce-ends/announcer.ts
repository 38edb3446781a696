import { encodeEventHeaders, isCasewireType, keyOfEvent } from '@casewire/events';
import type { AnnouncedEnd, Announcer, OutboxRecord } from '@casewire/invocation-ledger';
import { toPublication, type CasewireEvent } from './casewire-event.ts';
import { toEndEvent } from './end-event.ts';
import { toHealthEvent } from './health-event.ts';

export interface AnnouncerSettings {
  /** Whether every end is announced on `outcomes.v1`. */
  readonly announcesOutcomes: boolean;
  readonly internalKey: string;
}

/**
 * Announces ends of invocations: all of them on `outcomes.v1` if that is asked for, and those that have failed on
 * `events.v1`, as events of the tenant. Changes of the health of webhooks are events of the tenant too. Invocations of
 * Casewire's own events announce nothing: a webhook that fails would lead to one announcement after the other.
 */
export function createAnnouncer({ announcesOutcomes, internalKey }: AnnouncerSettings): Announcer {
  return {
    statuses: new Set(announcesOutcomes ? ['delivered', 'failed', 'cancelled'] : ['failed']),
    recordsOf: (end) => {
      if (isCasewireType(end.content.eventType)) return [];
      const event = toEndEvent(end);
      return [
        ...(announcesOutcomes ? [toOutcome(end, event)] : []),
        ...(end.status === 'failed' ? [toPublication(event, end.endedAt, internalKey)] : []),
      ];
    },
    recordsOfChange: (change) => {
      const event = isCasewireType(change.content.eventType) ? undefined : toHealthEvent(change);
      return event === undefined ? [] : [toPublication(event, change.changedAt, internalKey)];
    },
  };
}

/** The record on `outcomes.v1`, with the key that the record of the invocation's event has on `accepted.v1`. */
function toOutcome({ content }: AnnouncedEnd, { attributes, data }: CasewireEvent): OutboxRecord {
  const key = keyOfEvent(content, content.headers);
  return { topic: 'outcomes', key, headers: encodeEventHeaders(attributes), value: data };
}

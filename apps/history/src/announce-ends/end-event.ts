import { CASEWIRE_TYPE_PREFIX } from '@casewire/events';
import { instant, type AnnouncedEnd } from '@casewire/invocation-ledger';
import { SOURCE, type CasewireEvent } from './casewire-event.ts';

/**
 * The event about the end of an invocation. It holds nothing of the delivery's body. Its id says which end it is: announced
 * twice, it is the same event.
 */
export function toEndEvent(end: AnnouncedEnd): CasewireEvent {
  const { content, number, status, endedAt } = end;
  return {
    attributes: {
      id: `${content.id}.${number}`,
      source: SOURCE,
      type: `${CASEWIRE_TYPE_PREFIX}invocation.${status}`,
      time: instant(endedAt),
      tenantid: content.tenantId,
      environment: content.environment,
      subject: content.id,
      sequence: String(number),
    },
    data: JSON.stringify(dataOf(end)),
  };
}

/** As the schema of the family `casewire` describes it. */
function dataOf({ content, status, reason, attempts, responseCode, lastAttemptAt }: AnnouncedEnd): object {
  const { id, webhookId, eventUid, eventId, eventSource, eventType, subject = null, acceptedAt } = content;
  return {
    invocationId: id,
    webhookId,
    eventUid,
    eventId,
    eventSource,
    eventType,
    eventSubject: subject,
    status,
    reason,
    attempts,
    responseCode,
    acceptedAt: instant(acceptedAt),
    lastAttemptAt: instant(lastAttemptAt),
  };
}

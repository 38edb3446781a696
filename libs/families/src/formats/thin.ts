import type { AcceptedEvent } from '@casewire/events';
import type { RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';

/**
 * Ids, type and time, and the address at which the receiver fetches the data: nothing that a log of requests must not
 * hold.
 */
export function renderThin(
  { uid, attributes }: AcceptedEvent,
  ids: { readonly invocationId: string; readonly webhookId: string },
  dataUrl: string,
): RenderedBody {
  return {
    body: writeJsonObject([
      ['invocationId', ids.invocationId],
      ['webhookId', ids.webhookId],
      ['eventUid', uid],
      ['eventId', attributes.id],
      ['type', attributes.type],
      ['time', attributes.time],
      ['dataUrl', dataUrl],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

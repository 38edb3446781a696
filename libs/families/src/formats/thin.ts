import type { AcceptedEvent, DataUrlOf } from '@casewire/events';
import type { RenderContext, RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';

/** What thin bodies need besides what families do. */
export interface ThinContext extends RenderContext {
  readonly dataUrlOf: DataUrlOf;
}

/**
 * Ids, type and time, and the address at which the receiver fetches the data. The subject is left out: it may name a
 * person.
 */
export function renderThin({ uid, attributes }: AcceptedEvent, context: ThinContext): RenderedBody {
  const { invocationId, webhookId, dataUrlOf } = context;
  return {
    body: writeJsonObject([
      ['invocationId', invocationId],
      ['webhookId', webhookId],
      ['eventUid', uid],
      ['eventId', attributes.id],
      ['type', attributes.type],
      ['time', attributes.time],
      ['dataUrl', dataUrlOf({ webhookId, eventUid: uid })],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

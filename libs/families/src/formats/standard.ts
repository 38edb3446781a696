import type { AcceptedEvent } from '@casewire/events';
import type { RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';

/** Where the envelope has `data`. */
export const standardDataAt = '/data';

/** The envelope of the Standard Webhooks specification: `{type, timestamp, data}`. */
export function renderStandard(event: AcceptedEvent): RenderedBody {
  return {
    body: writeJsonObject([
      ['type', event.attributes.type],
      ['timestamp', event.attributes.time],
      ['data', event.data],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

import type { AcceptedEvent } from '@casewire/events';
import { z } from 'zod';
import type { RenderContext, RenderedBody } from '../family.ts';
import { withMember, writeJsonObject } from '../json-writer.ts';

/** What a webhook may choose. */
export const options = z.strictObject({
  eventId: z.boolean().exactOptional().describe('Adds `eventId` to `body`. Default: false.'),
});

/** `{event, body}`: the event's name and its `data`, byte for byte. */
export function render({ attributes, data }: AcceptedEvent, context: RenderContext): RenderedBody {
  const { eventId = false } = options.parse(context.options);
  return {
    body: writeJsonObject([
      ['event', attributes.type],
      ['body', eventId ? withMember(data, 'eventId', attributes.id) : data],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

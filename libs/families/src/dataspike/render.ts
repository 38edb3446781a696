import type { AcceptedEvent } from '@casewire/events';
import type { RenderContext, RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';
import { utcTimestamp } from './utc-timestamp.ts';

/** `{id, webhook_id, event_type, payload, timestamp}`, the payload byte for byte. */
export function render({ attributes, data }: AcceptedEvent, context: RenderContext): RenderedBody {
  return {
    body: writeJsonObject([
      ['id', context.invocationId],
      ['webhook_id', context.webhookId],
      ['event_type', attributes.type],
      ['payload', data],
      ['timestamp', utcTimestamp(attributes.time)],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

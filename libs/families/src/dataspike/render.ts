import type { AcceptedEvent } from '@casewire/events';
import type { RenderContext, RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';

/** `{id, webhook_id, event_type, payload, timestamp}`, the payload byte for byte. */
export function render({ attributes, data }: AcceptedEvent, context: RenderContext): RenderedBody {
  return {
    body: writeJsonObject([
      ['id', context.invocationId],
      ['webhook_id', context.webhookId],
      ['event_type', attributes.type],
      ['payload', data],
      ['timestamp', toUtc(attributes.time)],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

/** RFC 3339 in UTC, with as many digits of a second as were given: `Date` would keep three. */
function toUtc(time: string): string {
  const [, seconds = time, fraction = '', offset = 'Z'] = /^(.{19})(\.\d+)?(.+)$/.exec(time) ?? [];
  return `${new Date(seconds + offset).toISOString().slice(0, 19)}${fraction}Z`;
}

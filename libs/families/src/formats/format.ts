import type { AcceptedEvent } from '@casewire/events';
import type { Family, NativeSigning, RenderContext, RenderedBody } from '../family.ts';
import { renderBinary, renderStructured } from './cloudevents.ts';
import { renderStandard } from './standard.ts';

/** What a delivery may look like: its family's own way, or one that every family can be sent in. */
export const webhookFormats = ['native', 'standard', 'cloudevents', 'cloudevents-binary'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** Renders an event, whose `data` has passed its type's schema, in the format that a webhook wants. */
export function renderFormat(
  format: WebhookFormat,
  family: Family,
  event: AcceptedEvent,
  context: RenderContext,
): RenderedBody {
  switch (format) {
    case 'native':
      return family.render(event, context);
    case 'standard':
      return renderStandard(event);
    case 'cloudevents':
      return renderStructured(event);
    case 'cloudevents-binary':
      return renderBinary(event);
  }
}

/**
 * How deliveries are signed whose webhook names no scheme: Standard Webhooks envelopes as that standard says, everything
 * else as the family does. CloudEvents has no signature of its own, so a receiver who switches formats keeps its check.
 */
export function signingOf(format: WebhookFormat, family: Family): NativeSigning {
  return format === 'standard' ? { scheme: 'standard-webhooks' } : family.defaults.signing;
}

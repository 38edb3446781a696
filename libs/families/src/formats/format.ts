import type { AcceptedEvent } from '@casewire/events';
import type { Family, NativeSigning, RenderContext, RenderedBody } from '../family.ts';
import { renderBinary, renderStructured } from './cloudevents.ts';
import { renderStandard } from './standard.ts';
import { renderThin } from './thin.ts';

/** What a delivery may look like: its family's own way, or one that every family can be sent in. */
export const webhookFormats = ['native', 'standard', 'cloudevents', 'cloudevents-binary', 'thin'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** What a format may need besides what families do. */
interface FormatContext extends RenderContext {
  /** The address of the event's data for this webhook. Only the format `thin` needs it. */
  readonly dataUrl?: string;
}

/**
 * Renders an event, whose `data` has passed its type's schema, in the format that a webhook wants.
 * @throws Error for the format `thin` without an address
 */
export function renderFormat(
  format: WebhookFormat,
  family: Family,
  event: AcceptedEvent,
  context: FormatContext,
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
    case 'thin':
      if (context.dataUrl === undefined) throw new Error('a thin body needs the address of the data');
      return renderThin(event, context, context.dataUrl);
  }
}

/**
 * How deliveries are signed whose webhook names no scheme: Standard Webhooks envelopes and thin bodies as that standard says,
 * everything else as the family does. CloudEvents has no signature of its own, so a receiver who switches formats keeps its
 * check.
 */
export function signingOf(format: WebhookFormat, family: Family): NativeSigning {
  const isOfNoFamily = format === 'standard' || format === 'thin';
  return isOfNoFamily ? { scheme: 'standard-webhooks' } : family.defaults.signing;
}

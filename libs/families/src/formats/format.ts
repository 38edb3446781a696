import type { AcceptedEvent } from '@casewire/events';
import type { Family, NativeSigning, RenderedBody } from '../family.ts';
import { renderBinary, renderStructured, structuredDataAt } from './cloudevents.ts';
import { renderStandard, standardDataAt } from './standard.ts';
import { renderThin, type ThinContext } from './thin.ts';

/** What a delivery may look like: its family's own way, or one that every family can be sent in. */
export const webhookFormats = ['native', 'standard', 'cloudevents', 'cloudevents-binary', 'thin'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** Renders an event, whose `data` has passed its type's schema, in the format that a webhook wants. */
export function renderFormat(
  format: WebhookFormat,
  family: Family,
  event: AcceptedEvent,
  context: ThinContext,
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
      return renderThin(event, context);
  }
}

/**
 * Where a body has `data` as it is.
 * @returns a JSON Pointer; undefined where the family's own format moves members, null where there is nothing of `data`
 */
export function dataPlace(format: WebhookFormat, family: Family): string | undefined | null {
  switch (format) {
    case 'native':
      return family.dataAt;
    case 'standard':
      return standardDataAt;
    case 'cloudevents':
      return structuredDataAt;
    case 'cloudevents-binary':
      return '';
    case 'thin':
      return null;
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

import type { AcceptedEvent } from '@casewire/events';
import type { RenderedBody } from '../family.ts';
import { writeJsonObject } from '../json-writer.ts';

/** Where a structured event has `data`. */
export const structuredDataAt = '/data';

const SPEC_VERSION = '1.0';
const DATA_CONTENT_TYPE = 'application/json';

/**
 * HTTP structured mode (CloudEvents 1.0.2, JSON format): the attributes as upstream gave them, with what Casewire
 * added, and `data` byte for byte.
 */
export function renderStructured({ attributes, data }: AcceptedEvent): RenderedBody {
  return {
    body: writeJsonObject([
      ['specversion', SPEC_VERSION],
      ...Object.entries(attributes),
      ['datacontenttype', DATA_CONTENT_TYPE],
      ['data', data],
    ]),
    contentType: 'application/cloudevents+json',
    headers: {},
  };
}

/** HTTP binary mode (CloudEvents 1.0.2, HTTP binding, section 3.1): attributes as `ce-` headers, `data` as the body. */
export function renderBinary({ attributes, data }: AcceptedEvent): RenderedBody {
  const headers: Record<string, string> = { 'ce-specversion': SPEC_VERSION };
  for (const [name, value] of Object.entries(attributes)) headers[`ce-${name}`] = headerText(value ?? '');
  return { body: data, contentType: DATA_CONTENT_TYPE, headers };
}

/** Percent-encodes what may not stand in a header: blanks, quotes, the percent sign, all but ASCII (section 3.1.3.2). */
function headerText(value: string): string {
  return value.replaceAll(/[^\x21\x23\x24\x26-\x7e]/gu, (character) => encodeURIComponent(character));
}

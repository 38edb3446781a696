import type { DeliveryMetadata } from '@casewire/events';
import type { Destination } from './destination.ts';
import type { Endpoint } from './endpoint.ts';

/** What the headers of one attempt are made of. */
export interface HeaderParts {
  readonly delivery: DeliveryMetadata;
  readonly endpoint: Endpoint;
  readonly destination: Destination;
  /** Undefined where there is no body. */
  readonly contentType: string | undefined;
  /** As `sign` returned them. */
  readonly signatures: Readonly<Record<string, string>>;
  readonly traceparent: string;
  readonly userAgent: string;
}

/**
 * The headers of one attempt, each in the spelling of whoever gave it: there are receivers that compare names exactly.
 * The owner's headers may replace the user agent, and nothing that the wire format, the identity of the delivery or its
 * signature depends on, however they spell it.
 */
export function requestHeaders(parts: HeaderParts): Record<string, string> {
  const { delivery, endpoint, destination } = parts;
  return inLastSpelling([
    ['User-Agent', parts.userAgent],
    ...Object.entries(destination.headers),
    ...Object.entries(delivery.requestHeaders),
    ['Content-Type', parts.contentType],
    ['traceparent', parts.traceparent],
    ['Authorization', endpoint.authorization],
    ['webhook-id', endpoint.target.sendWebhookId ? delivery.invocationId : undefined],
    ['webhook-attempt', delivery.attempt > 1 ? String(delivery.attempt) : undefined],
    ...Object.entries(parts.signatures),
  ]);
}

/** Of headers that differ in case only, the last one that has a value. */
function inLastSpelling(
  headers: readonly (readonly [name: string, value: string | undefined])[],
): Record<string, string> {
  const byLowerName = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    if (value !== undefined) byLowerName.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(byLowerName.values());
}

const CREDENTIAL = /^(?:authorization|proxy-authorization|cookie)$|token|secret|password|api-?key/i;

/** The headers as history shows them: signatures left out, credentials struck out, secrets by their names. */
export function shownHeaders(
  headers: Readonly<Record<string, string>>,
  signatures: Readonly<Record<string, string>>,
  destination: Destination,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name in headers) {
    if (Object.hasOwn(signatures, name) && name !== 'webhook-id' && name !== 'webhook-timestamp') continue;
    const value = headers[name] ?? '';
    const ownShown = value === destination.headers[name] ? destination.shownHeaders[name] : undefined;
    shown[name] = ownShown ?? (CREDENTIAL.test(name) ? '[redacted]' : value);
  }
  return shown;
}

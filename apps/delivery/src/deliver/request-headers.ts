import type { DeliveryMetadata } from '@casewire/events';
import type { Endpoint } from './endpoint.ts';

/** What the headers of one attempt are made of. */
export interface HeaderParts {
  readonly delivery: DeliveryMetadata;
  readonly endpoint: Endpoint;
  /** As `sign` returned them. */
  readonly signatures: Readonly<Record<string, string>>;
  readonly traceparent: string;
  readonly userAgent: string;
}

/**
 * The headers of one attempt by lower-case name. The owner's headers may replace the user agent, and nothing that the
 * wire format, the identity of the delivery or its signature depends on.
 */
export function requestHeaders(parts: HeaderParts): Record<string, string> {
  const { delivery, endpoint } = parts;
  const headers: Record<string, string> = {
    'user-agent': parts.userAgent,
    ...endpoint.headers,
    ...delivery.requestHeaders,
    'content-type': delivery.contentType,
    traceparent: parts.traceparent,
  };
  if (endpoint.authorization !== undefined) headers['authorization'] = endpoint.authorization;
  if (endpoint.target.sendWebhookId) headers['webhook-id'] = delivery.invocationId;
  if (delivery.attempt > 1) headers['webhook-attempt'] = String(delivery.attempt);
  for (const name in parts.signatures) headers[name.toLowerCase()] = parts.signatures[name] ?? '';
  return headers;
}

const CREDENTIAL = /^(?:authorization|proxy-authorization|cookie)$|token|secret|password|api-?key/;

/** The headers as history shows them: signatures left out, credentials struck out. */
export function shownHeaders(
  headers: Readonly<Record<string, string>>,
  signatures: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name in headers) shown[name] = CREDENTIAL.test(name) ? '[redacted]' : (headers[name] ?? '');
  for (const name in signatures) {
    if (name !== 'webhook-id' && name !== 'webhook-timestamp')
      Reflect.deleteProperty(shown, name.toLowerCase());
  }
  return shown;
}

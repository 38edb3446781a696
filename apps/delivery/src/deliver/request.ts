import type { Attempt, DeliveryMetadata, FailureReason } from '@casewire/events';
import type { HttpRequest } from '@casewire/http-client';
import { childTraceparent } from '@casewire/observability';
import type { WebhookMethod } from '@casewire/payloads';
import { placeholderText, UnfilledPlaceholderError } from '@casewire/placeholders';
import { SecretError, sign, type SigningScheme } from '@casewire/signing';
import { isHostAllowed } from '@casewire/webhook-settings';
import type { Destination, Endpoint } from './endpoint.ts';
import type { Sendable } from './release.ts';
import { shownRequestHeaders } from './shown-exchange.ts';

/** Names the sender and its version to receivers. */
export const userAgent = 'Casewire/0.1.0';

type Headers = Readonly<Record<string, string>>;

/** The request of one attempt, as it is sent and as history shows it. */
export interface PreparedRequest {
  readonly sent: Pick<HttpRequest, 'method' | 'origin' | 'target' | 'headers' | 'body' | 'tls'>;
  readonly shown: Attempt['request'];
}

/**
 * Prepares the request of one attempt.
 * @param startedAt milliseconds since the epoch: signatures carry it
 * @returns a reason if nothing can be sent until the webhook's owner changes something
 */
export function prepareRequest(
  { delivery, body: value }: Sendable,
  endpoint: Endpoint,
  scheme: SigningScheme,
  startedAt: number,
): PreparedRequest | FailureReason {
  const destination = tryFindDestination(endpoint, delivery.placeholders);
  if (destination instanceof UnfilledPlaceholderError) return unfilledReason(destination);
  const { method, allowedHosts } = endpoint.target;
  if (!isHostAllowed(allowedHosts, destination.url.origin)) return 'host-not-allowed';
  const { target, body } = carriedValue(method, destination.url.target, value);
  // What carries the payload is signed: the body, or the query that a GET has instead.
  const signatures = trySign(scheme, endpoint.secrets, {
    id: delivery.invocationId,
    timestampSeconds: Math.floor(startedAt / 1000),
    body: value,
  });
  if (signatures === undefined) return 'unusable-secret';
  const contentType = body && delivery.contentType;
  const traceparent = childTraceparent(delivery.traceparent);
  const headers = requestHeaders({ delivery, endpoint, destination, contentType, signatures, traceparent });
  return {
    sent: {
      method,
      origin: destination.url.origin,
      target,
      headers,
      ...(body !== undefined && { body }),
      ...(endpoint.tls !== undefined && { tls: endpoint.tls }),
    },
    shown: {
      method,
      url: destination.shownUrl,
      headers: shownRequestHeaders(headers, signatures, destination),
    },
  };
}

function tryFindDestination(
  { findDestination }: Endpoint,
  context: DeliveryMetadata['placeholders'] = {},
): Destination | UnfilledPlaceholderError {
  try {
    return findDestination(context);
  } catch (error) {
    if (error instanceof UnfilledPlaceholderError) return error;
    throw error;
  }
}

function unfilledReason({ placeholder }: UnfilledPlaceholderError): FailureReason {
  const code = placeholder.kind === 'secret' ? 'unknown-secret' : 'unknown-placeholder';
  return `${code}: ${placeholderText(placeholder)}`;
}

/** Puts the value of a delivery's record into the body, or for GET into a query behind the one that the URL has. */
function carriedValue(
  method: WebhookMethod,
  target: string,
  value: Buffer,
): { readonly target: string; readonly body: Buffer | undefined } {
  return method === 'GET'
    ? { target: withQuery(target, value.toString('latin1')), body: undefined }
    : { target, body: value };
}

/** A target with a query behind the one that it has. */
export function withQuery(target: string, query: string): string {
  if (query === '') return target;
  if (!target.includes('?')) return `${target}?${query}`;
  return target.endsWith('?') ? target + query : `${target}&${query}`;
}

/** Undefined if the webhook's secrets cannot sign as its scheme needs. */
function trySign(
  scheme: SigningScheme,
  secrets: Endpoint['secrets'],
  message: { readonly id: string; readonly timestampSeconds: number; readonly body: Buffer },
): Headers | undefined {
  if (scheme.scheme !== 'none' && secrets.length === 0) return undefined;
  try {
    return sign({ scheme, secrets, ...message });
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}

/** What the headers of one attempt are made of. */
interface HeaderParts {
  readonly delivery: DeliveryMetadata;
  readonly endpoint: Endpoint;
  readonly destination: Destination;
  /** Undefined where there is no body. */
  readonly contentType: string | undefined;
  /** As `sign` returned them. */
  readonly signatures: Headers;
  readonly traceparent: string;
}

/**
 * The headers of one attempt, each in the spelling of whoever gave it: some receivers compare names exactly. The owner's
 * headers may replace the user agent. They cannot replace, in whatever spelling, what the wire format, the delivery's
 * identity or its signature depends on.
 */
export function requestHeaders(parts: HeaderParts): Record<string, string> {
  const { delivery, endpoint, destination } = parts;
  return inLastSpelling([
    ['User-Agent', userAgent],
    ...Object.entries(destination.headers),
    ...Object.entries(delivery.requestHeaders),
    ['Content-Type', parts.contentType],
    ['traceparent', parts.traceparent],
    ['Authorization', authorizationOf(endpoint)],
    ['webhook-id', endpoint.target.sendWebhookId ? delivery.invocationId : undefined],
    ['webhook-attempt', delivery.attempt > 1 ? String(delivery.attempt) : undefined],
    ...Object.entries(parts.signatures),
  ]);
}

/** The header that a token is put into later, or what stands in it. */
function authorizationOf({ credentials: { authorization, oauth2 } }: Endpoint): string | undefined {
  return oauth2 === undefined ? authorization : bearer('');
}

/** RFC 6750, section 2.1. */
export function bearer(token: string): string {
  return `Bearer ${token}`;
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

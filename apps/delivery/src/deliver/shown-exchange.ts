import { storableText } from '@casewire/database';
import type { ExchangeFailure } from '@casewire/delivery-policy';
import type { Attempt } from '@casewire/events';
import type { HttpResponse } from '@casewire/http-client';
import type { Destination } from './endpoint.ts';
import type { Redaction } from './redaction.ts';

/** What one HTTP exchange came to. */
export type Exchange =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly code: ExchangeFailure; readonly message: string };

const CREDENTIAL = /^(?:authorization|proxy-authorization|cookie)$|token|secret|password|api-?key/i;

/** A request's headers as history shows them: signatures left out, credentials struck out, secrets by their names. */
export function shownRequestHeaders(
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

/** What history keeps of the answer, or of the failure. */
export function shownExchange(
  exchange: Exchange,
  redaction: Redaction,
): Pick<Attempt, 'responseCode' | 'responseHeaders' | 'responseBody' | 'error'> {
  if (exchange.kind === 'failed') return { error: shownError(exchange.message, redaction) };
  const { response } = exchange;
  const excerpt = responseExcerpt(response, redaction);
  return {
    responseCode: response.status,
    responseHeaders: responseHeaders(response.headers, redaction),
    ...(excerpt !== undefined && { responseBody: excerpt }),
  };
}

/** How much of an answer's body history keeps. */
const MAX_EXCERPT_BYTES = 4096;
/** Redacted before it is cut, so that enough is left of an answer that repeats secrets. */
const MAX_REDACTED_BYTES = 2 * MAX_EXCERPT_BYTES;

/**
 * The first 4 KiB of an answer's body as text that PostgreSQL accepts: valid UTF-8, no NUL, and none of the secrets
 * in it. Undefined for an empty or encoded body.
 */
export function responseExcerpt(response: HttpResponse, redaction: Redaction): string | undefined {
  const { body } = response;
  const encoding = response.headers['content-encoding'];
  if (body.length === 0 || (encoding !== undefined && encoding !== 'identity')) return undefined;
  const maxBytes = MAX_REDACTED_BYTES + redaction.reach;
  const text = redaction.redact(body.toString('utf8', 0, maxBytes));
  // What was read can end in the middle of a secret.
  const doubtful = response.truncated || body.length > maxBytes ? redaction.reach : 0;
  return storableText(text.slice(0, Math.max(text.length - doubtful, 0)), { maxBytes: MAX_EXCERPT_BYTES });
}

const MAX_HEADERS = 50;
const HEADER_BOUND = { maxCharacters: 512 };

/** An answer's headers, bounded in number and length, without cookies and secrets. */
export function responseHeaders(
  headers: HttpResponse['headers'],
  redaction: Redaction,
): Record<string, string> {
  const shown: Record<string, string> = {};
  let count = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || name === 'set-cookie') continue;
    if ((count += 1) > MAX_HEADERS) break;
    shown[redaction.redact(name)] = storableText(redaction.redact(String(value)), HEADER_BOUND);
  }
  return shown;
}

const ERROR_BOUND = { maxCharacters: 500 };

/** What went wrong, as text for the webhook's owner. */
export function shownError(message: string, redaction: Redaction): string {
  return storableText(redaction.redact(message), ERROR_BOUND);
}

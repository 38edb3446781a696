import { storableText } from '@casewire/database';
import type { ExchangeFailure } from '@casewire/delivery-policy';
import type { Attempt } from '@casewire/events';
import type { HttpResponse } from '@casewire/http-client';
import type { Destination } from './endpoint.ts';
import type { Redaction } from './redaction.ts';

/** The outcome of one HTTP exchange. */
export type Exchange =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | {
      readonly kind: 'failed';
      readonly code: ExchangeFailure;
      readonly message: string;
      /** The status of an answer whose headers did not all come, or could not be read. */
      readonly status: number | undefined;
    };

const CREDENTIAL = /^(?:authorization|proxy-authorization|cookie)$|token|secret|password|api-?key/i;

/** A request's headers as history shows them: signatures left out, credentials struck out, secrets by their names. */
export function shownRequestHeaders(
  headers: Readonly<Record<string, string>>,
  signatures: Readonly<Record<string, string>>,
  destination: Destination,
): Record<string, string> {
  const shown = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (Object.hasOwn(signatures, name) && name !== 'webhook-id' && name !== 'webhook-timestamp') continue;
    const isOwn = Object.hasOwn(destination.headers, name) && value === destination.headers[name];
    const ownShown =
      isOwn && Object.hasOwn(destination.shownHeaders, name) ? destination.shownHeaders[name] : undefined;
    shown.set(name, ownShown ?? (CREDENTIAL.test(name) ? '[redacted]' : value));
  }
  return Object.fromEntries(shown);
}

/** What history keeps of the answer, or of the failure; of an answer whose body is not whole, both. */
export function shownExchange(
  exchange: Exchange,
  redaction: Redaction,
): Pick<Attempt, 'responseCode' | 'responseHeaders' | 'responseBody' | 'error'> {
  if (exchange.kind === 'failed') {
    const { status, message } = exchange;
    return { ...(status !== undefined && { responseCode: status }), error: shownError(message, redaction) };
  }
  const { response } = exchange;
  const excerpt = responseExcerpt(response, redaction);
  const error = response.missing ?? redirection(response);
  return {
    responseCode: response.status,
    responseHeaders: responseHeaders(response.headers, redaction),
    ...(excerpt !== undefined && { responseBody: excerpt }),
    ...(error !== undefined && { error: shownError(error, redaction) }),
  };
}

/** Where an answer redirects to: its host alone, because a path can carry secrets. Undefined if it redirects nowhere. */
function redirection({ status, headers }: HttpResponse): string | undefined {
  const location = headers.get('location')?.[0];
  if (status < 300 || status > 399 || location === undefined) return undefined;
  // A location may lack the scheme, or the host too (RFC 9110, section 10.2.2).
  const url = URL.parse(location.startsWith('//') ? `https:${location}` : location);
  const place = url === null ? 'another path of the same host' : url.host;
  return `the receiver redirects to ${place}; redirects are not followed: correct the \`url\` of the webhook`;
}

/** How much of an answer's body history keeps. */
const MAX_EXCERPT_BYTES = 4096;
/** Redacted before it is cut, so that enough is left of an answer that repeats secrets. */
const MAX_REDACTED_BYTES = MAX_EXCERPT_BYTES + 2048;

/**
 * The first 4 KiB of an answer's body as text that PostgreSQL accepts: valid UTF-8, no NUL, and none of the secrets
 * in it. Undefined for an empty or encoded body.
 */
export function responseExcerpt(response: HttpResponse, redaction: Redaction): string | undefined {
  const { body } = response;
  const encodings = response.headers.get('content-encoding') ?? [];
  if (body.length === 0 || encodings.some((encoding) => encoding !== 'identity')) return undefined;
  const text = body.toString('utf8', 0, MAX_REDACTED_BYTES);
  const isCut = response.truncated || response.missing !== undefined || body.length > MAX_REDACTED_BYTES;
  const shown = isCut ? redaction.redactCut(text) : redaction.redact(text);
  return storableText(shown, { maxBytes: MAX_EXCERPT_BYTES });
}

const MAX_HEADERS = 50;
const MAX_HEADER_CHARACTERS = 512;
/** Redacted before it is cut, as a body is. */
const MAX_REDACTED_CHARACTERS = MAX_HEADER_CHARACTERS + 128;

/** An answer's headers, bounded in number and length, without cookies and secrets. Names may be any, even `__proto__`. */
export function responseHeaders(
  headers: HttpResponse['headers'],
  redaction: Redaction,
): Record<string, string> {
  const shown = new Map<string, string>();
  for (const [name, values] of headers) {
    if (name === 'set-cookie') continue;
    if (shown.size === MAX_HEADERS) break;
    shown.set(headerText(name, redaction), headerText(values.join(', '), redaction));
  }
  return Object.fromEntries(shown);
}

function headerText(text: string, redaction: Redaction): string {
  const shown =
    text.length > MAX_REDACTED_CHARACTERS
      ? redaction.redactCut(text.slice(0, MAX_REDACTED_CHARACTERS))
      : redaction.redact(text);
  return storableText(shown, { maxCharacters: MAX_HEADER_CHARACTERS });
}

const ERROR_BOUND = { maxCharacters: 500 };

/** What went wrong, as text for the webhook's owner. */
export function shownError(message: string, redaction: Redaction): string {
  return storableText(redaction.redact(message), ERROR_BOUND);
}

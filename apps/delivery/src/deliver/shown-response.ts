import { storableText } from '@casewire/database';
import type { HttpResponse } from '@casewire/http-client';
import type { Redaction } from './redaction.ts';

/** How much of a receiver's answer history keeps, in bytes. */
const MAX_EXCERPT_BYTES = 4096;
/** Redacted before it is cut, so that there is enough left of an answer that repeats secrets. */
const MAX_REDACTED_BYTES = 2 * MAX_EXCERPT_BYTES;

const MAX_HEADERS = 50;
const HEADER_BOUND = { maxCharacters: 512 };
const ERROR_BOUND = { maxCharacters: 500 };

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
  // What is read can end in the middle of a secret.
  const doubtful = response.truncated || body.length > maxBytes ? redaction.reach : 0;
  return storableText(text.slice(0, Math.max(text.length - doubtful, 0)), { maxBytes: MAX_EXCERPT_BYTES });
}

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

/** What went wrong, as text for the webhook's owner. */
export function shownError(message: string, redaction: Redaction): string {
  return storableText(redaction.redact(message), ERROR_BOUND);
}

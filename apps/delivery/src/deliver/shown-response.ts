import type { HttpResponse } from '@casewire/http-client';

/** How much of a receiver's answer history keeps, in bytes. */
const MAX_EXCERPT_BYTES = 4096;
/** Redacted before it is cut, so that no half of a secret stands at the end of the excerpt. */
const MAX_REDACTED_BYTES = 2 * MAX_EXCERPT_BYTES;

const MAX_HEADERS = 50;
const MAX_HEADER_CHARACTERS = 512;
const MAX_ERROR_CHARACTERS = 500;

/**
 * The first 4 KiB of an answer's body as text that PostgreSQL accepts: valid UTF-8, no NUL, and none of the secrets
 * in it. Undefined for an empty or encoded body.
 */
export function responseExcerpt(response: HttpResponse, secrets: readonly string[]): string | undefined {
  const { body } = response;
  const encoding = response.headers['content-encoding'];
  if (body.length === 0 || (encoding !== undefined && encoding !== 'identity')) return undefined;
  const text = redact(body.toString('utf8', 0, MAX_REDACTED_BYTES), secrets).replaceAll('\0', '');
  return cutUtf8(text, MAX_EXCERPT_BYTES);
}

/** An answer's headers, bounded in number and length, without cookies. */
export function responseHeaders(headers: HttpResponse['headers']): Record<string, string> {
  const shown: Record<string, string> = {};
  let count = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || name === 'set-cookie') continue;
    if ((count += 1) > MAX_HEADERS) break;
    shown[name] = String(value).replaceAll('\0', '').slice(0, MAX_HEADER_CHARACTERS);
  }
  return shown;
}

/** What went wrong, as text for the webhook's owner. */
export function shownError(message: string, secrets: readonly string[]): string {
  return redact(message, secrets).replaceAll('\0', '').slice(0, MAX_ERROR_CHARACTERS);
}

function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, '[redacted]'), text);
}

/** Cuts between characters. */
function cutUtf8(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

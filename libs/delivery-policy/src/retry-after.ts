const SECONDS = /^\d{1,10}$/;

/**
 * When a receiver asked to be tried again, milliseconds since the epoch, from its `Retry-After` header: seconds or an
 * HTTP date (RFC 9110, section 10.2.3). It counts for 429 and 503 only. An unreadable one counts as absent.
 */
export function retryAfterAt(status: number, header: string | undefined, now: number): number | undefined {
  if (header === undefined || (status !== 429 && status !== 503)) return undefined;
  const text = header.trim();
  if (SECONDS.test(text)) return now + Number(text) * 1000;
  // Date.parse also reads bare numbers and local dates, which are no HTTP dates.
  const at = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

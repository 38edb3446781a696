const SECONDS = /^\d{1,10}$/;

/**
 * When a receiver asked to be tried again, from its `Retry-After` header: seconds or an HTTP date (RFC 9110, section
 * 10.2.3). The header counts with the statuses 429 and 503 only.
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; undefined if the header does not count, is absent or cannot be read
 */
export function retryAfterAt(status: number, header: string | undefined, now: number): number | undefined {
  if (header === undefined || (status !== 429 && status !== 503)) return undefined;
  const text = header.trim();
  if (SECONDS.test(text)) return now + Number(text) * 1000;
  // Date.parse also reads bare numbers and local dates, which are not HTTP dates.
  const at = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

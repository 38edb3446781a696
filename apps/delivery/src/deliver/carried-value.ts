import type { WebhookMethod } from '@casewire/payloads';

/** How the value of a delivery's record goes out. */
export interface CarriedValue {
  readonly url: URL;
  /** Undefined for GET, which has none. */
  readonly body: Buffer | undefined;
}

/** As the body, or for GET as a query behind the one that the URL has already. */
export function carriedValue(method: WebhookMethod, url: URL, value: Buffer): CarriedValue {
  return method === 'GET'
    ? { url: withQuery(url, value.toString('latin1')), body: undefined }
    : { url, body: value };
}

function withQuery(url: URL, query: string): URL {
  if (query === '') return url;
  const extended = new URL(url);
  extended.search = url.search === '' ? query : `${url.search}&${query}`;
  return extended;
}

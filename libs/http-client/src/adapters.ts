import type { ClientOptions } from './client-options.ts';
import { createGotClient } from './got-client.ts';
import type { HttpClient } from './http-client.ts';
import { createUndiciClient } from './undici-client.ts';

/** The libraries that a client can be built on. */
export const httpAdapters = ['undici', 'got'] as const;

export type HttpAdapter = (typeof httpAdapters)[number];

/** A client on the named library; all of them behave alike. */
export function createHttpClient(adapter: HttpAdapter, options: ClientOptions): HttpClient {
  switch (adapter) {
    case 'undici':
      return createUndiciClient(options);
    case 'got':
      return createGotClient(options);
  }
}

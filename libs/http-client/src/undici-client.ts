import { createConnector, maxAgeOf, type ClientOptions } from './client-options.ts';
import { Connections } from './connections.ts';
import { Exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import { checkRequest } from './request-headers.ts';

/** Makes the client that deliveries go out through. Why undici, and what is Casewire's own around it: docs/adr/0003. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const connections = new Connections(createConnector(options), maxAgeOf(options));
  return {
    async request(request) {
      checkRequest(request);
      const exchange = new Exchange(request, connections);
      exchange.begin();
      return exchange.response;
    },
    close() {
      connections.close();
      return Promise.resolve();
    },
  };
}

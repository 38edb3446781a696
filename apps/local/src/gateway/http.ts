import { createHttpClient, type HttpClient } from '@casewire/http-client';

/** A client for this machine's own services; unlike deliveries, it may reach any address. */
export function createLocalHttpClient(): HttpClient {
  return createHttpClient('got', { target: { allows: () => true } });
}

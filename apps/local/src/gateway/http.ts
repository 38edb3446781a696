import { createHttpClient, type HttpClient } from '@casewire/http-client';

/** A client for this machine's own services; unlike deliveries, it may reach any address. */
export function createLocalHttpClient(): HttpClient {
  return createHttpClient('got', { target: { allows: () => true } });
}

/** Whether a GET is answered 200, within 2 s. */
export function answersOk(http: HttpClient, url: URL): Promise<boolean> {
  const request = { method: 'GET', url, headers: {}, deadlineMs: 2000, maxResponseBytes: 65_536 };
  return http.request(request).then(
    ({ status }) => status === 200,
    () => false,
  );
}

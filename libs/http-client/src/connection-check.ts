import { createConnector, type ClientOptions } from './client-options.ts';
import { HttpError } from './http-error.ts';

/**
 * Finds out whether a connection can be made to an origin, and closes it again.
 * @param origin as `URL.origin` spells it
 * @param deadlineMs limit of the look-up, the connection and the handshake together, in milliseconds
 * @returns why there is none; undefined where there is one
 */
export type CheckConnection = (origin: string, deadlineMs: number) => Promise<HttpError | undefined>;

/** Makes connections as `createHttpClient` does: names are looked up, addresses vetted and certificates verified. No request is sent. */
export function connectionCheck(options: ClientOptions): CheckConnection {
  const connector = createConnector(options);
  return async (origin, deadlineMs) => {
    const { promise, resolve } = Promise.withResolvers<HttpError | undefined>();
    const opening = connector.open({ origin }, deadlineMs, {
      onOpened: ({ socket }) => {
        socket.destroy();
        resolve(undefined);
      },
      onFailed: resolve,
    });
    const timer = setTimeout(() => {
      const { message } = opening.giveUp();
      resolve(new HttpError('timeout', `no connection within ${deadlineMs} ms: ${message}`));
    }, deadlineMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  };
}

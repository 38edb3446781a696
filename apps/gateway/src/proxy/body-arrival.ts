import type { IncomingMessage, ServerResponse } from 'node:http';

/** The client broke off its request before the gateway passed it on. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * Whether a request can be passed on without waiting for its client: its body is there, or so much of it that Node reads
 * no more from the connection, which is 64 KiB. Node keeps these bytes, and whoever reads the request gets them first.
 */
export function hasBodyArrived(request: IncomingMessage): boolean {
  return !hasBody(request) || request.complete || request.readableLength >= request.readableHighWaterMark;
}

/** Resolves when the body has arrived. @throws ClientGone where the connection or the answer ends before that */
export async function untilBodyArrives(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (hasBodyArrived(request)) resolve(undefined);
  };
  const giveUp = (): void => {
    reject(new ClientGone('the client broke off its request'));
  };
  // A listener for `readable` makes Node read from the connection, and takes nothing out of the request.
  request.on('readable', look);
  response.once('close', giveUp);
  if (response.closed) giveUp();
  try {
    await promise;
  } finally {
    request.off('readable', look);
    response.off('close', giveUp);
  }
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

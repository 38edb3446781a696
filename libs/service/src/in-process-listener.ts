import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/**
 * The way into a service from its own process: another service hands a request over as it has received it, instead of sending
 * it over a connection. Handlers, guards and limits are those of every other request.
 */
export class InProcessListener {
  readonly #listener: RequestListener;
  readonly #drained = Promise.withResolvers<undefined>();
  #open = 0;
  #isClosing = false;

  /** @param listener the one of the service's HTTP server */
  constructor(listener: RequestListener) {
    this.#listener = listener;
  }

  /** The listener answers the request. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#open += 1;
    response.once('close', () => {
      this.#open -= 1;
      this.#settle();
    });
    this.#listener(request, response);
  }

  /** Resolves when every request that has come in is answered. None may come in from now on. */
  close(): Promise<undefined> {
    this.#isClosing = true;
    this.#settle();
    return this.#drained.promise;
  }

  #settle(): void {
    if (this.#isClosing && this.#open === 0) this.#drained.resolve(undefined);
  }
}

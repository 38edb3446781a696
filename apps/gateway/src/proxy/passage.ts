import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { Dispatcher } from 'undici';
import { hasBody } from './body-arrival.ts';
import { endWithoutAnswer, type AskedService } from './no-answer.ts';

/** Headers of one connection, which a proxy does not pass on (RFC 9110, section 7.6.1), and what was agreed on it. */
const connectionHeaders = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
] as const;

/**
 * A request on its way to a service, and the answer on its way back, over undici's dispatch interface: a stream for each of
 * them would cost more than the rest. What is large goes piece by piece, as fast as the slower side takes it.
 */
export class Passage implements Dispatcher.DispatchHandler {
  /** The request as the service gets it. */
  readonly request: Dispatcher.DispatchOptions;
  readonly #response: Response;
  readonly #asked: AskedService;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(request: Request, response: Response, asked: AskedService) {
    this.request = {
      path: request.originalUrl,
      method: request.method,
      headers: { ...passedOn(request.headers, ['host']), ...repeatedHeaders(request) },
      body: bodyOf(request),
    };
    this.#response = response;
    this.#asked = asked;
    // An answer that ends before the request does, for instance 408, ends the request to the service too.
    response.once('close', () => {
      this.#controller?.abort(new Error('the client is not there any more'));
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#response.closed) controller.abort(new Error('the client is not there any more'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage?: string,
  ): void {
    // Others follow: RFC 9110, section 15.2.
    if (status < 200) return;
    if (this.#response.headersSent) controller.abort(new Error('the client has another answer'));
    else this.#response.writeHead(status, statusMessage, passedOn(headers));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#response.write(chunk)) return;
    controller.pause();
    this.#response.once('drain', () => {
      controller.resume();
    });
  }

  onResponseEnd(): void {
    this.#controller = undefined;
    this.#response.end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#controller = undefined;
    endWithoutAnswer(this.#response, error, this.#asked);
  }
}

/**
 * Attributes and content types as often as they came. Node joins or drops equal headers, so a service could not refuse
 * them.
 */
function repeatedHeaders({ headersDistinct }: Request): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headersDistinct).filter(
      ([name, values = []]) => values.length > 1 && (name.startsWith('ce-') || name === 'content-type'),
    ),
  );
}

function passedOn(headers: IncomingHttpHeaders, left: readonly string[] = []): OutgoingHttpHeaders {
  const passed = { ...headers };
  for (const name of [...connectionHeaders, ...left]) Reflect.deleteProperty(passed, name);
  return passed;
}

/** A body that has arrived, as it is; a stream of one that is still arriving. */
function bodyOf(request: Request): Buffer | Readable | null {
  if (!hasBody(request)) return null;
  if (request.complete) return (request.read() as Buffer | null) ?? null;
  // undici destroys a body of which it needs no more. Were that the request itself, its client could not be answered.
  const body = request.pipe(new PassThrough());
  body.on('error', () => undefined);
  body.once('close', () => {
    // Reads the rest of the body. Otherwise the client would see a broken connection instead of the answer.
    request.resume();
  });
  return body;
}

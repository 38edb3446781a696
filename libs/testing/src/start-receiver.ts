import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { Readable, pipeline } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { eventually } from './eventually.ts';

/** A request as it arrived, its body byte for byte. */
export interface ReceivedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Names and values in turn, in their order and spelling on the wire. */
  rawHeaders: readonly string[];
  body: Buffer;
  /** Milliseconds since the epoch, when the body was complete. */
  receivedAt: number;
}

/** The behaviour of a receiver for one request. `{}` answers 200 at once. */
export interface Behaviour {
  /** Default 200. */
  status?: number;
  headers?: Record<string, string>;
  /** A stream is written as it comes, and destroyed when the sender hangs up. */
  body?: string | Buffer | Readable;
  /** How long to wait before answering. */
  delayMs?: number;
  /** Closes the connection instead of answering. */
  closeConnection?: boolean;
  /** Closes the connection once the body is written, whatever length was announced. */
  breakOff?: boolean;
  /** Never answers; the connection stays open until the receiver closes. */
  hang?: boolean;
}

/** The behaviour for a request, given how many came before it. */
type Respond = (request: ReceivedRequest, index: number) => Behaviour | Promise<Behaviour>;

export interface Receiver {
  /** `http://127.0.0.1:<port>`, or `https://localhost:<port>`; any path is served. */
  url: string;
  port: number;
  /** Everything received so far, oldest first; empty if the receiver keeps nothing. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections that were made to it so far. */
  readonly connections: number;
  /** Changes the answers to later requests. */
  respond: (respond: Respond) => void;
  /** Waits until the predicate is true of all requests; if that takes too long, throws how many there were. */
  waitFor: (
    predicate: (requests: readonly ReceivedRequest[]) => boolean,
  ) => Promise<readonly ReceivedRequest[]>;
  /** Waits for at least this many requests. */
  waitForCount: (count: number) => Promise<readonly ReceivedRequest[]>;
  /** Closes every connection, also those that hang. */
  close: () => Promise<void>;
}

function answer(response: ServerResponse, behaviour: Behaviour): void {
  if (behaviour.closeConnection === true) {
    response.socket?.destroy();
    return;
  }
  if (behaviour.hang === true) return;
  response.writeHead(behaviour.status ?? 200, behaviour.headers);
  if (behaviour.body instanceof Readable) pipeline(behaviour.body, response, () => undefined);
  else if (behaviour.breakOff === true) response.write(behaviour.body ?? '', () => response.socket?.end());
  else response.end(behaviour.body);
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const body = await buffer(request);
  const { method = '', url = '', headers, rawHeaders } = request;
  return { method, url, headers, rawHeaders, body, receivedAt: Date.now() };
}

export interface ReceiverOptions {
  /** Default: 200 for everything. */
  respond?: Respond;
  /** Whether `requests` has what arrives. Default true; false for a receiver of so many that they would fill the memory. */
  keep?: boolean;
  /** Default: a free one. */
  port?: number;
  /** Speaks HTTPS by these. Default: plain HTTP. */
  tls?: TlsOptions;
}

/** A real HTTP receiver on loopback that records what arrives and answers as it is told. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  let received = 0;
  let respond: Respond = options.respond ?? (() => ({}));

  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await receive(message);
    const index = received++;
    if (options.keep !== false) requests.push(request);
    const behaviour = await respond(request, index);
    if (behaviour.delayMs === undefined) answer(response, behaviour);
    else setTimeout(answer, behaviour.delayMs, response, behaviour).unref();
  };
  const listener = (message: IncomingMessage, response: ServerResponse) => {
    // A sender that hangs up half way is not the receiver's fault.
    serve(message, response).catch(() => response.destroy());
  };
  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const waitFor: Receiver['waitFor'] = (predicate) =>
    eventually(() => {
      if (!predicate(requests))
        throw new Error(`the receiver has ${requests.length} requests, not what was waited for`);
      return requests;
    });
  return {
    url: options.tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    port,
    requests,
    get connections() {
      return connections;
    },
    respond: (next) => {
      respond = next;
    },
    waitFor,
    waitForCount: (count) => waitFor((received) => received.length >= count),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

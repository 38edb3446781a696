import { Client, type Dispatcher } from 'undici';
import type { Socket } from 'node:net';
import { AnswerReader } from './answer-reader.ts';
import type { OpenSocket } from './connect/connector.ts';
import type { HttpRequest } from './http-client.ts';
import { HttpError } from './http-error.ts';

/** An idle connection is kept this long, unless the server asks for another time. */
const KEEP_ALIVE_MS = 4_000;

/** A server may ask for a longer time, up to this. */
const MAX_KEEP_ALIVE_MS = 60_000;

/** Names and values of an answer's headers are taken up to 64 KiB. undici refuses what reaches its limit. */
const MAX_HEADER_BYTES = 64 * 1024 + 1;

/** What a connection reports to its owner. */
export interface ConnectionEvents {
  /** The socket is closed. */
  readonly onClosed: (connection: Connection) => void;
  /** The server said something that no request asked for. */
  readonly onUnasked: (connection: Connection) => void;
}

/**
 * One connection to one origin, with at most one exchange at a time: an undici client around a socket that is already
 * open, so that Casewire decides how sockets are made, how old they get and when they are given up.
 */
export class Connection {
  readonly origin: string;
  /** Requests with the same key may use it after each other. */
  readonly key: string;
  /** When the host name was looked up for the connection, on the clock of `performance.now()`. */
  readonly lookedUpAt: number;
  /** The server asked for a client certificate when the connection was made. */
  readonly wantsCertificate: boolean;
  readonly answer: AnswerReader;
  /** How many exchanges were begun on it. */
  uses = 0;
  /** The first error of the socket. undici reports the last one: after a TLS alert that is only the closed connection. */
  firstError: Error | undefined;
  private readonly socket: Socket;
  private readonly client: Client;

  constructor(
    origin: string,
    key: string,
    { socket, lookedUpAt, wantsCertificate }: OpenSocket,
    events: ConnectionEvents,
  ) {
    this.origin = origin;
    this.key = key;
    this.lookedUpAt = lookedUpAt;
    this.wantsCertificate = wantsCertificate;
    this.socket = socket;
    this.answer = new AnswerReader(socket, () => {
      events.onUnasked(this);
    });
    this.client = new Client(origin, {
      connect: handOver(socket),
      allowH2: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
      // Both are idle timers, which a slow drip outlives. The exchange has a deadline of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    socket
      .once('close', () => {
        events.onClosed(this);
      })
      .on('error', (error) => {
        this.firstError ??= error;
      });
  }

  /** Whether the socket is open. undici closes it when the server asks for that. */
  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  send({ method, target, headers, body }: HttpRequest, handler: Dispatcher.DispatchHandler): void {
    this.uses += 1;
    this.client.dispatch({ path: target, method, headers, body: body ?? null }, handler);
  }

  /** Closes the socket at once; an exchange on it ends with the error. */
  destroy(error: HttpError): void {
    void this.client.destroy(error);
    this.socket.destroy();
  }
}

/** Gives undici the socket when it asks for the first time. A client that has lost its socket gets no other. */
function handOver(socket: Socket) {
  let isHandedOver = false;
  return (_options: unknown, callback: (...args: [null, Socket] | [Error, null]) => void): void => {
    // undici goes on only if it is called back in a later turn.
    queueMicrotask(() => {
      if (isHandedOver || socket.destroyed) {
        callback(new HttpError('connection-error', 'the receiver closed the connection'), null);
        return;
      }
      isHandedOver = true;
      callback(null, socket);
    });
  };
}

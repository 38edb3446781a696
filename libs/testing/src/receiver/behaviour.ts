import { type IncomingHttpHeaders } from 'node:http';
import { type Readable } from 'node:stream';

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
export type Respond = (request: ReceivedRequest, index: number) => Behaviour | Promise<Behaviour>;

/** Answers the first requests with these statuses, in turn, and every later one with 200. */
export function respondWithStatuses(...statuses: readonly number[]): Respond {
  return (_request, index) => ({ status: statuses[index] ?? 200 });
}

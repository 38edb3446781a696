import type { Dispatcher } from 'undici';
import type { Opening } from './connect/connector.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { asToldOf, toHttpError } from './failure-texts.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders } from './http-client.ts';
import { HttpError } from './http-error.ts';
import { readHeaders } from './response-headers.ts';

/**
 * One request and its answer, over undici's dispatch interface. `undici.request` would cost a stream and an AbortSignal
 * for each request. An exchange that has ended holds neither a connection nor one that is being made.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<HttpResponse>;
  private readonly request: HttpRequest;
  private readonly connections: Connections;
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private readonly body: ResponseBody;
  private opening: Opening | undefined;
  private connection: Connection | undefined;
  /** The request is written, or being written. */
  private isSent = false;
  private status = 0;
  /** Undefined until all of them have come. */
  private headers: ResponseHeaders | undefined;
  private isSettled = false;
  private resolve!: (response: HttpResponse) => void;
  private reject!: (error: HttpError) => void;

  constructor(request: HttpRequest, connections: Connections) {
    this.request = request;
    this.connections = connections;
    this.response = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.body = new ResponseBody(request.maxResponseBytes);
    this.timer = setTimeout(this.onDeadline, request.deadlineMs);
  }

  begin(): void {
    const { signal } = this.request;
    if (signal?.aborted === true) {
      this.onAbort();
      return;
    }
    signal?.addEventListener('abort', this.onAbort);
    const idle = this.connections.take(this.request);
    if (idle === undefined) this.connect();
    else this.sendOn(idle);
  }

  onRequestStart(): void {
    this.isSent = true;
    this.connection?.answer.expect();
  }

  onResponseStart({ rawHeaders }: Dispatcher.DispatchController, status: number): void {
    this.status = status;
    this.headers = readHeaders(rawHeaders as Buffer[]);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isSettled) return;
    this.body.add(chunk);
    if (this.body.truncated) this.succeed();
  }

  onResponseEnd(): void {
    const { connection } = this;
    if (this.isSettled || connection === undefined) return;
    connection.answer.finish();
    this.connection = undefined;
    this.succeed();
    // undici closes the connection after this call, if the server wants that or has said more than was asked for.
    queueMicrotask(() => {
      this.connections.release(connection);
    });
  }

  onResponseError(_controller: unknown, cause: Error): void {
    if (this.isSettled) return;
    const error = asToldOf(this.request.tls, toHttpError(this.connection?.firstError ?? cause));
    if (this.headers !== undefined) this.succeed(error.message);
    else if (this.mayRepeat(error)) this.connect();
    else this.fail(this.explain(error));
  }

  private connect(): void {
    const { deadlineMs } = this.request;
    this.connection = undefined;
    const leftMs = deadlineMs - (performance.now() - this.startedAt);
    this.opening = this.connections.connect(this.request, leftMs, {
      onConnected: (connection) => {
        this.opening = undefined;
        this.sendOn(connection);
      },
      onFailed: (error) => {
        this.opening = undefined;
        this.fail(error);
      },
    });
  }

  private sendOn(connection: Connection): void {
    this.connection = connection;
    this.isSent = false;
    connection.send(this.request, this);
  }

  /**
   * A server may close an idle connection at any time, also while a request is on its way: RFC 9112, section 9.3.1, lets
   * a client repeat what a re-used connection has not begun to answer. A new connection is used once, so what is repeated
   * is not repeated again.
   */
  private mayRepeat({ code }: HttpError): boolean {
    const { connection } = this;
    if (connection === undefined || connection.uses === 1) return false;
    if (code === 'aborted' || code === 'invalid-request') return false;
    return !this.isSent || !connection.answer.begun;
  }

  /** Adds what the connection knows. */
  private explain(error: HttpError): HttpError {
    const { connection } = this;
    if (connection === undefined) return error;
    const { answer, wantsCertificate } = connection;
    if (error.code !== 'connection-error' || answer.begun) {
      return withStatus(error, answer.status);
    }
    if (!wantsCertificate)
      return new HttpError(error.code, `${error.message} before it answered`, { cause: error });
    const message =
      this.request.tls?.clientCertificate === undefined
        ? 'the receiver asked for a client certificate and closed the connection'
        : 'the receiver closed the connection when it was shown the client certificate';
    return new HttpError('tls-error', message, { cause: error });
  }

  private readonly onDeadline = (): void => {
    const { deadlineMs } = this.request;
    if (this.headers !== undefined) {
      this.succeed(`it did not end within ${deadlineMs} ms`);
      return;
    }
    const reached = this.opening?.giveUp();
    this.opening = undefined;
    const answer = this.connection?.answer;
    const phase = reached?.message ?? (answer?.begun === true ? 'its headers did not end' : 'nothing came');
    this.fail(
      withStatus(new HttpError('timeout', `no answer within ${deadlineMs} ms: ${phase}`), answer?.status),
    );
  };

  private readonly onAbort = (): void => {
    this.fail(new HttpError('aborted', 'the exchange was aborted'));
  };

  /** @param missing why the body is not whole */
  private succeed(missing?: string): void {
    if (!this.settle()) return;
    const { length } = this.body;
    this.resolve({
      status: this.status,
      headers: this.headers ?? new Map(),
      body: this.body.toBuffer(),
      truncated: this.body.truncated,
      ...(missing !== undefined && { missing: `the body ends after ${length} bytes: ${missing}` }),
      durationMs: performance.now() - this.startedAt,
    });
  }

  private fail(error: HttpError): void {
    if (this.settle()) this.reject(error);
  }

  /** Frees everything that the exchange holds. @returns whether it had not ended before */
  private settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener('abort', this.onAbort);
    this.opening?.giveUp();
    this.connection?.destroy(ended);
    return true;
  }
}

const ended = new HttpError('connection-error', 'the exchange has ended');

function withStatus(error: HttpError, status: number | undefined): HttpError {
  if (status === undefined || error.status === status) return error;
  return new HttpError(error.code, error.message, { cause: error.cause, status });
}

/** Gathers a response body up to a limit. */
class ResponseBody {
  /** More came than the limit allows. */
  truncated = false;
  private readonly chunks: Buffer[] = [];
  private room: number;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
    this.room = maxBytes;
  }

  get length(): number {
    return this.maxBytes - this.room;
  }

  add(chunk: Buffer): void {
    this.truncated = chunk.length > this.room;
    const fitting = this.truncated ? chunk.subarray(0, this.room) : chunk;
    this.room -= fitting.length;
    this.chunks.push(fitting);
  }

  toBuffer(): Buffer {
    return this.chunks.length === 1 && this.chunks[0] !== undefined
      ? this.chunks[0]
      : Buffer.concat(this.chunks);
  }
}

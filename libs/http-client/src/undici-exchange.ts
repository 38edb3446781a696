import type { Dispatcher } from 'undici';
import type { HttpRequest, HttpResponse } from './http-client.ts';
import { HttpError, toHttpError } from './http-error.ts';

type Headers = HttpResponse['headers'];

/**
 * One exchange over undici's dispatch interface. `undici.request` would cost a stream and an AbortSignal for each request,
 * and could not end a request whose deadline passes while its connection is still being made.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<HttpResponse>;
  private readonly startedAt = performance.now();
  private readonly body: ResponseBody;
  private readonly timer: NodeJS.Timeout;
  private readonly signal: AbortSignal | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: Headers = {};
  private settled = false;
  private resolve!: (response: HttpResponse) => void;
  private reject!: (error: HttpError) => void;

  constructor(request: HttpRequest) {
    this.response = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.body = new ResponseBody(request.maxResponseBytes);
    this.timer = setTimeout(() => {
      this.fail(new HttpError('timeout', `no complete answer within ${request.deadlineMs} ms`));
    }, request.deadlineMs);
    this.signal = request.signal;
    if (this.signal?.aborted === true) this.onAbort();
    else this.signal?.addEventListener('abort', this.onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) controller.abort(new Error('the exchange has ended'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    this.body.add(chunk);
    if (!this.body.truncated) return;
    this.succeed();
    this.controller?.abort(new Error('the answer is longer than wanted'));
  }

  onResponseEnd(): void {
    this.succeed();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.fail(toHttpError(error));
  }

  private readonly onAbort = (): void => {
    this.fail(new HttpError('aborted', 'the exchange was aborted'));
  };

  private succeed(): void {
    if (!this.settle()) return;
    this.resolve({
      status: this.status,
      headers: this.headers,
      body: this.body.toBuffer(),
      truncated: this.body.truncated,
      durationMs: performance.now() - this.startedAt,
    });
  }

  private fail(error: HttpError): void {
    if (!this.settle()) return;
    this.reject(error);
    this.controller?.abort(error);
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.onAbort);
    return true;
  }
}

/** Gathers a response body up to a limit. */
class ResponseBody {
  /** More came than the limit allows. */
  truncated = false;
  private readonly chunks: Buffer[] = [];
  private room: number;

  constructor(maxBytes: number) {
    this.room = maxBytes;
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

/** One request to be sent. */
export interface HttpRequest {
  readonly method: string;
  /** `http:` or `https:`; its user and password become Basic authorization unless `headers` has its own. */
  readonly url: URL;
  /** Their names go out in this spelling. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Limit of the whole exchange, from looking the name up to the last byte of the answer, in milliseconds. */
  readonly deadlineMs: number;
  /** The answer's body is read up to here; a longer one is cut and its connection closed. */
  readonly maxResponseBytes: number;
  /** Ends the exchange with `aborted`. */
  readonly signal?: AbortSignal;
}

/** The answer. Redirects are answers like any other, and the body is the bytes on the wire. */
export interface HttpResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body was longer than `maxResponseBytes`. */
  readonly truncated: boolean;
  readonly durationMs: number;
}

/** Sends requests to hosts that may be hostile. What it promises is tested in `conformance/`. */
export interface HttpClient {
  /** @throws HttpError whatever goes wrong before the answer is complete. */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Closes all connections; exchanges under way end with `aborted`. */
  close(): Promise<void>;
}

/** The certificate that a client shows, and its private key. */
export interface ClientCertificate {
  /** PEM; certificates of intermediate authorities may follow the client's own. */
  readonly certificate: string;
  /** PEM, not encrypted. */
  readonly key: string;
}

/** What TLS with one receiver differs by. What is left out is as it is with all others. */
export interface ReceiverTls {
  /** Identifies all that stands here: connections and sessions are shared only where it is the same. */
  readonly id: string;
  /** PEM certificates to trust instead of the system's. */
  readonly certificateAuthorities?: readonly string[];
  /** Default: TLS 1.2. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  readonly clientCertificate?: ClientCertificate;
}

/** Whom a request is for. */
export interface ReceiverAddress {
  /** Scheme, host and port of the receiver, as `URL.origin` spells them. */
  readonly origin: string;
  readonly tls?: ReceiverTls;
}

/** One request to be sent. */
export interface HttpRequest extends ReceiverAddress {
  readonly method: string;
  /** Path and query as they go out, byte for byte: printable ASCII that begins with a slash (RFC 9112, section 3.2.1). */
  readonly target: string;
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

/** Headers by lower-case name, each with its values in the order in which they came. */
export type ResponseHeaders = ReadonlyMap<string, readonly string[]>;

/** The answer: its status and all of its headers. Redirects are answers like any other, and the body is the bytes on the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
  /** The body was longer than `maxResponseBytes`. */
  readonly truncated: boolean;
  /** Why the body is not whole, as a sentence for the owner of the webhook. Undefined if nothing is missing. */
  readonly missing?: string;
  readonly durationMs: number;
}

/** Sends requests to hosts that may be hostile. What it promises is tested in `conformance/`. */
export interface HttpClient {
  /**
   * Resolves when the answer is complete, or when it can no longer become so: the status counts from the moment that all
   * headers are there.
   * @throws HttpError whatever goes wrong before that
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Closes all connections; exchanges under way end with `aborted`. */
  close(): Promise<void>;
}

/** Why an exchange has no answer. */
export type HttpErrorCode =
  /** The deadline passed. */
  | 'timeout'
  | 'connection-error'
  /** The certificate was refused or the handshake failed. */
  | 'tls-error'
  | 'dns-error'
  /** The target rule forbids the address: nothing was sent. */
  | 'blocked-target'
  /** The caller's signal ended it. */
  | 'aborted'
  /** The answer was not HTTP. */
  | 'protocol-error'
  /** The URL, the method or a header cannot be sent: nothing was sent. */
  | 'invalid-request';

/**
 * An exchange whose answer has no complete head. The owner of the webhook reads the message: it is a sentence that names
 * hosts and addresses at most, never paths, queries, or what a library says of itself.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;
  /** The status that the first line of the answer said, if that line came. */
  readonly status: number | undefined;

  constructor(
    code: HttpErrorCode,
    message: string,
    options: ErrorOptions & { readonly status?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.status = options.status;
  }
}

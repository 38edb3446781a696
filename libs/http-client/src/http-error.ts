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

/** An exchange that got no complete answer. Its message names hosts at most, never paths or queries. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERROR_IN_|EPROTO$)/;
const DNS_CODE = /^(?:ENOTFOUND|ENODATA|EAI_|ESERVFAIL|EREFUSED|EBADNAME|EDNS)/;
const PROTOCOL_CODE = /^(?:HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|ERR_HTTP_)/;
const TIMEOUT_CODE = /^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

/** Gives an error that undici or Node raised one of the codes. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const cause = rootCause(error);
  if (cause instanceof HttpError) return cause;
  const code = errorCode(cause) ?? errorCode(error) ?? '';
  const message = cause instanceof Error && cause.message !== '' ? cause.message : code || 'unknown failure';
  return new HttpError(isParserError(cause) ? 'protocol-error' : classify(code), message, { cause: error });
}

/** undici gives most of its parser's errors no code. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function classify(code: string): HttpErrorCode {
  if (TLS_CODE.test(code)) return 'tls-error';
  if (DNS_CODE.test(code)) return 'dns-error';
  if (PROTOCOL_CODE.test(code)) return 'protocol-error';
  if (TIMEOUT_CODE.test(code)) return 'timeout';
  if (code === 'UND_ERR_INVALID_ARG') return 'invalid-request';
  return 'connection-error';
}

/** undici wraps the errors of Node and of the target rule: the innermost one decides. */
function rootCause(error: unknown): unknown {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  if (current instanceof AggregateError && current.errors.length > 0) return current.errors[0] as unknown;
  return current;
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

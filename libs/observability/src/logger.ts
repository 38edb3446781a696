import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger };

export interface LoggerOptions {
  /** The service, in every line. */
  readonly name: string;
  readonly level: string;
  /** Where lines go; default standard output. */
  readonly destination?: DestinationStream;
}

/** Keys whose values never reach a log, at the top of a line or one level below. */
const secretKeys = [
  'authorization',
  'Authorization',
  '["ds-api-token"]',
  '["casewire-identity"]',
  'cookie',
  'secret',
  'password',
  'key',
  'token',
];

/**
 * A logger that writes one JSON line per fact. Log ids and hosts; never bodies, secrets, subjects, or paths and
 * queries of URLs.
 */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, error: describeError },
    redact: { paths: secretKeys.flatMap(atTopAndBelow), censor: '[redacted]' },
  };
  return pino(options, destination ?? (sharedOutput ??= standardOutput()));
}

/** One for all loggers of a process, whose lines stay in order. */
let sharedOutput: DestinationStream | undefined;

/**
 * The lines of one turn of the event loop are written together: under load a write costs more than its line. When the
 * process exits, none is left behind.
 */
function standardOutput(): DestinationStream {
  const output = pino.destination({ sync: true });
  let lines = '';
  const flush = (): void => {
    if (lines !== '') output.write(lines);
    lines = '';
  };
  process.on('exit', flush);
  return {
    write: (line) => {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}

/** An error as far as it may be logged. Drivers and clients attach rows, queries and requests to theirs: left out. */
interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: LoggableError;
}

function describeError(error: unknown): unknown {
  return Error.isError(error) ? loggable(error) : error;
}

function loggable(error: Error): LoggableError {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(Error.isError(error.cause) && { cause: loggable(error.cause) }),
  };
}

function atTopAndBelow(key: string): string[] {
  return key.startsWith('[') ? [key, `*${key}`] : [key, `*.${key}`];
}

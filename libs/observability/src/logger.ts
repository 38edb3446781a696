import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger };

export interface LoggerOptions {
  /** The service, in every line. */
  readonly name: string;
  readonly level: string;
  /** Where lines go. Default: standard output. */
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
 * A logger that writes one JSON line per fact. Log ids and hosts. Never log bodies, secrets, subjects, or the paths and
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

/** All loggers of a process share it, so that their lines stay in order. */
let sharedOutput: DestinationStream | undefined;

/**
 * Writes the lines of one turn of the event loop together, because under load a write costs more than its line. No line
 * is lost when the process exits.
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

/** The parts of an error that may be logged. Drivers and clients attach rows, queries and requests to their errors. */
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

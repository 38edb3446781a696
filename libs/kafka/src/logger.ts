type LogLine = (fields: Record<string, unknown>, message: string) => void;

/** The part of a pino logger that this library uses. */
export interface KafkaLogger {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}

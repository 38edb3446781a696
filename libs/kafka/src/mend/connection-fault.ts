import type { Connection } from './internals.ts';

const faults = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSLockTimeout',
]);

/** Whether a broker could not be asked, or did not answer. */
export function isConnectionFault(error: unknown): boolean {
  return error instanceof Error && faults.has(error.name);
}

/** Ends a connection that does not answer, so that the next request makes a new one. */
export function disconnect(connection: Connection | undefined): void {
  if (connection?.isConnected() === true) void connection.disconnect().catch(() => undefined);
}

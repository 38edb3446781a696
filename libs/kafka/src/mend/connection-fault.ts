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

/**
 * Whether Kafka's own state explains the failure, so that the same call succeeds later. An aggregate (one answer per
 * topic, as from creating topics) is worth repeating as long as any of its parts is: what is done stays done.
 */
export function isTransientKafkaError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KafkaJSNumberOfRetriesExceeded') return true;
  if (error.name === 'KafkaJSAggregateError') return partsOf(error).some(isTransientKafkaError);
  return 'retriable' in error && error.retriable === true;
}

function partsOf(error: Error): unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}

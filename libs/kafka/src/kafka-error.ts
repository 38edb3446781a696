/**
 * Whether Kafka's own state explains the failure, so that the same call succeeds later. An aggregate has one error per
 * topic, as from creating topics. It is worth repeating as long as one of its parts is: what was done stays done.
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

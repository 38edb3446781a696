/** The broker did not acknowledge in time. It may have the record or not. Transient. */
export class ProduceTimeoutError extends Error {
  override readonly name = 'ProduceTimeoutError';
  readonly retriable = true;
}

/** The broker refuses this very record: it is larger than the topic's `max.message.bytes`. It never succeeds. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
  readonly retriable = false;
}

/** The producer was stopped before the record was acknowledged. */
export class ProducerStoppedError extends Error {
  override readonly name = 'ProducerStoppedError';
  readonly retriable = true;
}

/** The record was not sent in time, and is not on its topic. Transient. */
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

/** Who sent the record does not want it any more. It was not sent. */
export class RecordUnwantedError extends Error {
  override readonly name = 'RecordUnwantedError';
  readonly retriable = true;
}

/** The sender did not want to wait any longer. The record may come to be on its topic. Transient. */
export class ProduceUnansweredError extends Error {
  override readonly name = 'ProduceUnansweredError';
  readonly retriable = true;
}

/** The broker did not acknowledge in time; the record may or may not be there. Transient. */
export class ProduceTimeoutError extends Error {
  override readonly name = 'ProduceTimeoutError';
  readonly retriable = true;
}

/** The broker refuses the record alone: it is larger than the topic's `max.message.bytes`. Never succeeds. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
  readonly retriable = false;
}

/** The producer was stopped before the record was acknowledged. */
export class ProducerStoppedError extends Error {
  override readonly name = 'ProducerStoppedError';
  readonly retriable = true;
}

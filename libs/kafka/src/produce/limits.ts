/** Every bound and interval of a producer. */
export interface ProducerLimits {
  /** Records buffered or in flight. Default 50,000. */
  readonly maxBufferedRecords: number;
  /** Bytes of these records. Default 64 MiB. */
  readonly maxBufferedBytes: number;
  /**
   * Bytes of one request, and so of what it has for one partition; a single larger record is still sent. Where a
   * topic's `max.message.bytes` is lower, requests are halved until they fit. Default 1 MiB.
   */
  readonly maxBatchBytes: number;
  /** Records of one request. kafkajs takes time by the square of it. Default 2,000. */
  readonly maxBatchRecords: number;
  /**
   * How long a request waits for more records. Default 0 ms: it carries what was sent in the same turn of the event
   * loop, or while the last request was in flight.
   */
  readonly lingerMs: number;
  /** How long a record may take from `send` to its acknowledgement; then its promise rejects. Default 30,000 ms. */
  readonly deliveryTimeoutMs: number;
  /** How long one request may take; then the broker is connected anew. Default 10,000 ms. */
  readonly requestTimeoutMs: number;
  /** First pause after a failure. It doubles up to `retryMaxMs`, with jitter. Default 50 ms. */
  readonly retryInitialMs: number;
  /** Longest pause after a failure. Default 2,000 ms. */
  readonly retryMaxMs: number;
}

export const defaultProducerLimits: ProducerLimits = {
  maxBufferedRecords: 50_000,
  maxBufferedBytes: 64 * 1024 * 1024,
  maxBatchBytes: 1024 * 1024,
  maxBatchRecords: 2_000,
  lingerMs: 0,
  deliveryTimeoutMs: 30_000,
  requestTimeoutMs: 10_000,
  retryInitialMs: 50,
  retryMaxMs: 2_000,
};

/** Every bound and interval of a producer. */
export interface ProducerLimits {
  /** Records buffered or in flight. Default 50,000. */
  readonly maxBufferedRecords: number;
  /** Bytes of these. Default 64 MiB. */
  readonly maxBufferedBytes: number;
  /**
   * Bytes of one request, and so of one partition in it; a single larger record is still sent. Where a topic's
   * `max.message.bytes` is lower, requests are halved until they fit. Default 1 MiB.
   */
  readonly maxBatchBytes: number;
  /** Records of one request: kafkajs needs time by the square of it. Default 2,000. */
  readonly maxBatchRecords: number;
  /**
   * How long a request waits for more records than those that are there. Default 0 ms: what was sent in the same turn,
   * and while the last request was in flight.
   */
  readonly lingerMs: number;
  /** From `send` to the broker's acknowledgement; then the promise rejects. Default 30,000 ms. */
  readonly deliveryTimeoutMs: number;
  /** One request; a broker that does not answer within it is reconnected. Default 10,000 ms. */
  readonly requestTimeoutMs: number;
  /** First pause after a failure; doubles up to `retryMaxMs`, with jitter. Default 50 ms. */
  readonly retryInitialMs: number;
  /** Default 2,000 ms. */
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

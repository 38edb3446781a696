/** The bounds and intervals of a producer, which its users have in common. */
export interface SharedProducerLimits {
  /** Records buffered or in flight; one partition has a quarter of them at most. Default 50,000. */
  readonly maxBufferedRecords: number;
  /** Bytes of these records. Default 64 MiB. */
  readonly maxBufferedBytes: number;
  /**
   * Bytes of one request, and so of what it has for one partition; a single larger record is still sent. Where a
   * topic's `max.message.bytes` is lower, a partition's batches are halved until they fit. Default 1 MiB.
   */
  readonly maxBatchBytes: number;
  /** Records of one request. Default 2,000. */
  readonly maxBatchRecords: number;
  /**
   * How long a broker waits for the replicas of a request's partitions before it answers for those that have them. As
   * long, a partition whose replicas do not follow holds up others, once. Default 1,000 ms.
   */
  readonly replicationTimeoutMs: number;
  /** How long one request may take; then the broker is connected anew. Default 10,000 ms. */
  readonly requestTimeoutMs: number;
  /** First pause after a failure. It doubles up to `retryMaxMs`, with jitter. Default 50 ms. */
  readonly retryInitialMs: number;
  /** Longest pause after a failure. Default 2,000 ms. */
  readonly retryMaxMs: number;
}

/** What one user of a producer chooses for its own records. */
export interface ShareLimits {
  /**
   * Least time between two requests with records of this user: what is sent meanwhile goes with the second one, or
   * with an earlier one of another user. A record that comes after a longer silence goes at once. Default 5 ms.
   */
  readonly requestIntervalMs: number;
  /** How long a record may wait to be sent; then its promise rejects. Default 30,000 ms. */
  readonly deliveryTimeoutMs: number;
}

export interface ProducerLimits extends SharedProducerLimits, ShareLimits {}

export const defaultProducerLimits: ProducerLimits = {
  maxBufferedRecords: 50_000,
  maxBufferedBytes: 64 * 1024 * 1024,
  maxBatchBytes: 1024 * 1024,
  maxBatchRecords: 2_000,
  requestIntervalMs: 5,
  deliveryTimeoutMs: 30_000,
  replicationTimeoutMs: 1_000,
  requestTimeoutMs: 10_000,
  retryInitialMs: 50,
  retryMaxMs: 2_000,
};

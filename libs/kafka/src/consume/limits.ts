/** Every bound and interval of a consumer. */
export interface ConsumerLimits {
  /** Records in one batch. Default 500. */
  readonly maxBatchRecords: number;
  /** Bytes in one batch; a single larger record is still handed over. Default 8 MiB. */
  readonly maxBatchBytes: number;
  /**
   * Records fetched and not completed, all partitions. Nothing is fetched above. Default 10,000; one partition's part of
   * a fetch (1 MiB, or one larger record) may come on top, here and in the next three.
   */
  readonly maxInFlightRecords: number;
  /** Bytes of these. Default 64 MiB. */
  readonly maxInFlightBytes: number;
  /** Records fetched and not completed of one partition. Default 2,000. */
  readonly maxPartitionRecords: number;
  /** Bytes of these. Default 16 MiB. */
  readonly maxPartitionBytes: number;
  /**
   * A fetch answers as soon as there is this much, so a consumer that is in no hurry reads in larger rounds. Default 1.
   */
  readonly minFetchBytes: number;
  /**
   * How long a fetch waits for that. While records flow it bounds no latency but that of a partition which is read
   * again after a pause: the fetch under way does not know of it. Default 250 ms.
   */
  readonly maxWaitMs: number;
  /**
   * The broker gives our partitions away after this long without a heartbeat, and a broker that restarted waits this
   * long for members that did not leave. Default 7,000 ms; brokers refuse less than 6,000; at most 10,000.
   */
  readonly sessionTimeoutMs: number;
  /** Default 1,000 ms: a rebalance is noticed within it. */
  readonly heartbeatIntervalMs: number;
  /** How long a completed record may stay uncommitted. Default and maximum 1,000 ms. */
  readonly commitIntervalMs: number;
  /** How long `close()` waits for work that was started. Default 5,000 ms. */
  readonly drainDeadlineMs: number;
  /** How long `close()` then waits for the last commit and for leaving the group. Default 3,000 ms. */
  readonly leaveDeadlineMs: number;
  /** A record that failed alone this often is dead-lettered. Default 5. */
  readonly maxFailuresAlone: number;
  /** First pause after a fault; doubles up to `retryMaxMs`, with jitter. Default 100 ms. */
  readonly retryInitialMs: number;
  /** Default 10,000 ms. */
  readonly retryMaxMs: number;
}

export const defaultConsumerLimits: ConsumerLimits = {
  maxBatchRecords: 500,
  maxBatchBytes: 8 * 1024 * 1024,
  maxInFlightRecords: 10_000,
  maxInFlightBytes: 64 * 1024 * 1024,
  maxPartitionRecords: 2_000,
  maxPartitionBytes: 16 * 1024 * 1024,
  minFetchBytes: 1,
  maxWaitMs: 250,
  sessionTimeoutMs: 7_000,
  heartbeatIntervalMs: 1_000,
  commitIntervalMs: 1_000,
  drainDeadlineMs: 5_000,
  leaveDeadlineMs: 3_000,
  maxFailuresAlone: 5,
  retryInitialMs: 100,
  retryMaxMs: 10_000,
};

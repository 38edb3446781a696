/** Every bound and interval of a consumer. */
export interface ConsumerLimits {
  /** Records in one batch. Default 500. */
  readonly maxBatchRecords: number;
  /**
   * How long the handler should take for a batch, in milliseconds. Batches are smaller after one that took longer, so that
   * what comes meanwhile soon has its turn. Default: as long as it takes.
   */
  readonly targetBatchMs: number;
  /** The same while records of several tenants arrive, who wait for one another. Default: as long as it takes. */
  readonly sharedBatchMs: number;
  /** Bytes in one batch; a single larger record is still handed over. Default 8 MiB. */
  readonly maxBatchBytes: number;
  /**
   * Records fetched and not completed, of all partitions. Beyond, nothing is fetched. Default 10,000. What one fetch
   * brings of one partition (1 MiB, or one larger record) may come on top of this bound and of the next three.
   */
  readonly maxInFlightRecords: number;
  /** Bytes of these records. Default 64 MiB. */
  readonly maxInFlightBytes: number;
  /** Records fetched and not completed of one partition. Default 2,000. */
  readonly maxPartitionRecords: number;
  /** Bytes of these records. Default 16 MiB. */
  readonly maxPartitionBytes: number;
  /**
   * Records handed over and not settled. A batch begins if it cannot exceed them: what is fetched waits where tenants take
   * turns, and not behind what others have begun. At least `maxBatchRecords`. Default 10,000.
   */
  readonly maxUnsettledRecords: number;
  /**
   * A fetch is answered as soon as there are this many bytes. A consumer that is in no hurry asks for more, and so
   * reads in fewer, larger rounds. Default 1.
   */
  readonly minFetchBytes: number;
  /**
   * How long a fetch waits for `minFetchBytes`. A partition that is read again after a pause waits up to this long,
   * because the fetch under way does not include it; other records do not wait. Default 250 ms.
   */
  readonly maxWaitMs: number;
  /**
   * How long a fetch waits for the first record after a fetch that brought nothing. Heartbeats go out between fetches, so
   * it is no longer than their interval. Default 1,000 ms.
   */
  readonly quietWaitMs: number;
  /**
   * The broker gives our partitions away after this long without a heartbeat, and a broker that has restarted waits
   * this long for members that did not leave. Default 7,000 ms; at most 10,000; brokers refuse less than 6,000.
   */
  readonly sessionTimeoutMs: number;
  /** A rebalance is noticed within this time. Default 1,000 ms. */
  readonly heartbeatIntervalMs: number;
  /** How long a completed record may stay uncommitted. Default and maximum 1,000 ms. */
  readonly commitIntervalMs: number;
  /** How long `close()` waits for work that was started. Default 5,000 ms. */
  readonly drainDeadlineMs: number;
  /** How long `close()` then waits for the last commit and for leaving the group. Default 3,000 ms. */
  readonly leaveDeadlineMs: number;
  /** A record that failed alone this often is dead-lettered. Default 5. */
  readonly maxFailuresAlone: number;
  /** First pause after a fault. It doubles up to `retryMaxMs`, with jitter. Default 100 ms. */
  readonly retryInitialMs: number;
  /** Longest pause after a fault. Default 10,000 ms. */
  readonly retryMaxMs: number;
}

export const defaultConsumerLimits: ConsumerLimits = {
  maxBatchRecords: 500,
  targetBatchMs: Infinity,
  sharedBatchMs: Infinity,
  maxBatchBytes: 8 * 1024 * 1024,
  maxInFlightRecords: 10_000,
  maxInFlightBytes: 64 * 1024 * 1024,
  maxPartitionRecords: 2_000,
  maxPartitionBytes: 16 * 1024 * 1024,
  maxUnsettledRecords: 10_000,
  minFetchBytes: 1,
  maxWaitMs: 250,
  quietWaitMs: 1_000,
  sessionTimeoutMs: 7_000,
  heartbeatIntervalMs: 1_000,
  commitIntervalMs: 1_000,
  drainDeadlineMs: 5_000,
  leaveDeadlineMs: 3_000,
  maxFailuresAlone: 5,
  retryInitialMs: 100,
  retryMaxMs: 10_000,
};

/**
 * Batches are short, so that rounds of tenants are. A short batch costs more for each record, so a tenant that is alone
 * has longer ones.
 */
export const shortBatches = { targetBatchMs: 100, sharedBatchMs: 30 } satisfies Partial<ConsumerLimits>;

/**
 * The fetch window of a service in which tenants take turns: a record waits for a round of them, and not for a backlog,
 * as long as fewer records than this were fetched before it and are not settled, in all and of its partition. It has room for
 * a burst of 60,000 records of 1 KiB, whose objects take about 150 MB.
 */
export const fairWindow: Partial<ConsumerLimits> = {
  ...shortBatches,
  maxInFlightRecords: 64_000,
  maxInFlightBytes: 96 * 1024 * 1024,
  maxPartitionRecords: 16_000,
  maxPartitionBytes: 48 * 1024 * 1024,
};

import { retryLevel } from '@casewire/observability';
import { backoffMs } from '../backoff.ts';
import type { KafkaLogger } from '../logger.ts';
import type { TopicMetadata } from '../mend/internals.ts';
import type { TopicPartition } from '../record.ts';
import type { Brokers } from './brokers.ts';
import type { ProducerLimits } from './limits.ts';

export interface ClusterViewOptions {
  readonly brokers: Pick<Brokers, 'describe' | 'newProducerId'>;
  readonly limits: Pick<ProducerLimits, 'retryInitialMs' | 'retryMaxMs'>;
  readonly logger: KafkaLogger;
  /** Called when something is known that was not before, and after each failure. */
  readonly onChange: () => void;
  readonly onFailure: () => void;
}

/** Leaders are asked for again after this long, so that partitions that were added are used. */
const MAX_AGE_MS = 300_000;
/** How soon leaders that are missing or have moved are asked for again. */
const PAUSE_MS = 200;

/** What a producer knows of the cluster: its own producer id, and the leaders of partitions. */
export class ClusterView {
  readonly #options: ClusterViewOptions;
  /** Leaders by partition number, -1 where there is none. Empty for a topic that is not known yet. */
  readonly #leaders = new Map<string, readonly number[]>();
  #clusterId: string | undefined;
  #producerId: bigint | undefined;
  #needsId = true;
  #isReachable = false;
  #isAsking = false;
  #askedAt = -Infinity;
  /** When leaders are to be asked for next, by `performance.now()`. */
  #leadersDueAt = Infinity;
  /** After a failure nothing is asked before. */
  #pausedUntil = -Infinity;
  #failures = 0;

  constructor(options: ClusterViewOptions) {
    this.#options = options;
  }

  /** Whether a producer id is known, and the last question was answered. */
  get isReady(): boolean {
    return this.#producerId !== undefined && this.#isReachable;
  }

  get producerId(): bigint | undefined {
    return this.#producerId;
  }

  /** When `maintain` has something to do next, by `performance.now()`. */
  get dueAt(): number {
    if (this.#isAsking) return Infinity;
    return Math.max(this.#pausedUntil, this.#needsId ? -Infinity : this.#leadersDueAt);
  }

  /** Number of a topic's partitions; 0 while it is not known. Asks for it from now on. */
  partitionsOf(topic: string): number {
    const leaders = this.#leaders.get(topic);
    if (leaders === undefined) {
      this.#leaders.set(topic, []);
      this.#leadersDueAt = -Infinity;
    }
    return leaders?.length ?? 0;
  }

  /** Node id of the broker that leads a partition; -1 if there is none. */
  leaderOf({ topic, partition }: TopicPartition): number {
    return this.#leaders.get(topic)?.[partition] ?? -1;
  }

  /** A leader is missing or has moved. */
  outdate(): void {
    this.#leadersDueAt = Math.min(this.#leadersDueAt, this.#askedAt + PAUSE_MS);
  }

  /** A broker does not answer: until another one does, nobody knows whether any would. */
  doubt(): void {
    this.#isReachable = false;
    this.outdate();
  }

  /** Brokers do not recognise a producer id any more. */
  renewProducerId(unrecognised: bigint): void {
    if (unrecognised === this.#producerId) this.#needsId = true;
  }

  /** Asks brokers for what is due, in the background. */
  maintain(now: number): void {
    if (now >= this.dueAt) void this.#ask(now >= this.#leadersDueAt);
  }

  /** Never rejects. Each question is answered by itself: without an id, leaders are still of use, and vice versa. */
  async #ask(wantsLeaders: boolean): Promise<void> {
    const { limits, logger, onChange, onFailure } = this.#options;
    this.#isAsking = true;
    const results = await Promise.allSettled([
      this.#needsId ? this.#askForId() : undefined,
      wantsLeaders ? this.#askForLeaders() : undefined,
    ]);
    this.#isAsking = false;
    const failed = results.find((result) => result.status === 'rejected');
    this.#isReachable = failed === undefined;
    this.#failures = failed === undefined ? 0 : this.#failures + 1;
    if (failed !== undefined) {
      const { retryInitialMs: initialMs, retryMaxMs: maxMs } = limits;
      this.#pausedUntil = performance.now() + backoffMs(this.#failures, { initialMs, maxMs }, Math.random());
      const hasWorked = this.#producerId !== undefined;
      logger[retryLevel(hasWorked)](
        { error: failed.reason as unknown, failures: this.#failures },
        'no broker answers, trying again',
      );
      onFailure();
    }
    onChange();
  }

  async #askForId(): Promise<void> {
    this.#producerId = await this.#options.brokers.newProducerId();
    this.#needsId = false;
  }

  async #askForLeaders(): Promise<void> {
    const asked = [...this.#leaders.keys()];
    this.#askedAt = performance.now();
    this.#leadersDueAt = this.#askedAt + MAX_AGE_MS;
    try {
      const { clusterId, topics } = await this.#options.brokers.describe(asked);
      // Another cluster under the same addresses may give our id to another producer.
      if (this.#clusterId !== undefined && this.#clusterId !== clusterId) this.#needsId = true;
      this.#clusterId = clusterId;
      for (const topic of topics) this.#learn(topic);
    } catch (error) {
      this.outdate();
      throw error;
    }
  }

  #learn({ topic, partitionMetadata }: TopicMetadata): void {
    const leaders: number[] = [];
    for (const { partitionId, leader } of partitionMetadata) leaders[partitionId] = leader;
    // A topic without partitions is not known to the broker that was asked, or not yet.
    if (leaders.length > 0) this.#leaders.set(topic, leaders);
  }
}

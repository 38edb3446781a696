import type { EachBatchPayload } from 'kafkajs';
import type { KafkaLogger } from '../logger.ts';
import type { PartitionState } from './partition-state.ts';

/** Tries once to commit these offsets, under the group's generation that kafkajs is in now. */
export type CommitOffsets = EachBatchPayload['commitOffsetsIfNecessary'];

export interface CommitterOptions {
  readonly intervalMs: number;
  readonly logger: KafkaLogger;
  readonly partitions: () => readonly PartitionState[];
  /** Undefined while commits are not allowed. */
  readonly commitOffsets: () => CommitOffsets | undefined;
}

/** Commits what is completed, at intervals and on demand. */
export class Committer {
  readonly #options: CommitterOptions;
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      void this.commit().then(() => {
        if (!this.#isStopped) this.start();
      });
    }, this.#options.intervalMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Commits what is completed now, after the commits under way. */
  commit(): Promise<void> {
    this.#committing = this.#committing.then(() => this.commitNow());
    return this.#committing;
  }

  /**
   * Tries once, without waiting for a commit under way. `Consumer.commitOffsets` will not do: after a rebalance it
   * repeats the commit under the new generation, when the partition may belong to another process.
   */
  async commitNow(): Promise<void> {
    const commitOffsets = this.#options.commitOffsets();
    if (commitOffsets === undefined) return;
    const commits = this.#options.partitions().flatMap((state) => {
      const next = state.nextCommit();
      return next === undefined ? [] : [{ state, ...next }];
    });
    if (commits.length === 0) return;
    const topics = [...Map.groupBy(commits, ({ state }) => state.topic)].map(([topic, some]) => ({
      topic,
      partitions: some.map(({ state: { partition }, commit: { offset, metadata } }) => ({
        partition,
        offset: String(offset),
        metadata,
      })),
    }));
    try {
      await commitOffsets({ topics });
      for (const { acknowledge } of commits) acknowledge();
    } catch (error) {
      this.#options.logger.debug({ error }, 'commit failed, trying again with the next');
    }
  }
}

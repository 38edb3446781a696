import type { Consumer } from 'kafkajs';
import { backoffMs } from '../backoff.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import type { HeldPartitions } from './held-partitions.ts';
import type { ConsumerLimits } from './limits.ts';
import type { PartitionState } from './partition-state.ts';
import type { StartPosition } from './start-position.ts';
import type { StartPositions } from './start-positions.ts';

export interface ReadPositionsOptions {
  readonly starts: StartPositions;
  readonly partitions: HeldPartitions;
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly closing: AbortSignal;
}

/** From where each partition is read, and whether it is read now. */
export class ReadPositions {
  readonly #options: ReadPositionsOptions;
  /** Undefined between one membership and the next. */
  consumer: Consumer | undefined;

  constructor(options: ReadPositionsOptions) {
    this.#options = options;
  }

  /**
   * Loads the positions of partitions and reads on from there, except for partitions whose reading can simply go on.
   * Tries for ever while `isCurrent`. Resolves to false if it is not any more.
   */
  async load(partitions: readonly TopicPartition[], isCurrent: () => boolean): Promise<boolean> {
    const { starts, limits, logger, closing } = this.#options;
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = limits;
    for (let failures = 1; isCurrent(); failures++) {
      try {
        const loaded = await starts.load(partitions);
        if (!isCurrent()) return false;
        for (const partition of partitions) this.#beginOrKeep(partition, loaded.get(partitionKey(partition)));
        return true;
      } catch (error) {
        logger.warn({ error, failures }, 'reading positions failed, trying again');
        await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), closing);
      }
    }
    return false;
  }

  /** Reads the stored positions of partitions again and goes on from there. Their queued records are dropped. */
  async rewind(partitions: readonly PartitionState[]): Promise<void> {
    const loaded = await this.#options.starts.load(partitions);
    for (const old of partitions) {
      const start = loaded.get(partitionKey(old));
      if (start !== undefined && old.held) this.#begin(old, start);
    }
  }

  /**
   * Answers what to add fetched records to. kafkajs goes on at the start of a log that no longer reaches back to where
   * reading stood, or that was made anew: this notices it, and raises the alarm.
   */
  inLog(state: PartitionState, fetchedFrom: number): PartitionState {
    const { next } = state.tracker;
    if (fetchedFrom === next) return state;
    this.#alarm(state, next, fetchedFrom);
    const { partitions } = this.#options;
    const inLog = fetchedFrom > next ? state : partitions.replace(state, state.restartAt(fetchedFrom));
    inLog.commitAgain();
    return inLog;
  }

  /** Makes kafkajs fetch a partition from where it was read to. */
  continue({ topic, partition, tracker }: PartitionState): void {
    this.consumer?.seek({ topic, partition, offset: String(tracker.next) });
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.consumer?.pause(partitions.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
  }

  resume({ topic, partition }: TopicPartition): void {
    this.consumer?.resume([{ topic, partitions: [partition] }]);
  }

  #beginOrKeep(partition: TopicPartition, start: StartPosition | undefined): void {
    if (start === undefined) return;
    const state = this.#options.partitions.get(partition);
    // With an offset store the handler's own transaction finds out whether the position is current.
    const isCurrent =
      state !== undefined && (start.stored !== undefined || state.isLastCommittedHere(start.committed));
    if (!isCurrent) this.#begin(partition, start);
  }

  /** Reads a partition from a position that was just loaded. */
  #begin(partition: TopicPartition, start: StartPosition): void {
    if (start.isOutOfRange) {
      const position = start.stored === undefined ? start.committed?.offset : Number(start.stored);
      this.#alarm(partition, position ?? 0, start.read.offset);
    }
    this.continue(this.#options.partitions.replace(partition, start));
    this.resume(partition);
  }

  #alarm({ topic, partition }: TopicPartition, position: number, resumedAt: number): void {
    const { logger, observer } = this.#options;
    logger.error(
      { topic, partition, position, resumedAt },
      'records were lost: the position lies outside the log',
    );
    observer.onOutOfRange?.({ topic, partition, position: BigInt(position), resumedAt: BigInt(resumedAt) });
  }
}

import type { Consumer } from 'kafkajs';
import { backoffMs } from '../backoff.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import type { HeldPartitions } from './held-partitions.ts';
import type { ConsumerLimits } from './limits.ts';
import type { PartitionState } from './partition-state.ts';
import type { LogBounds, StartPosition } from './start-position.ts';
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
  readonly #recovering = new Set<PartitionState>();
  /** The range that was lost last, by `partitionKey`. */
  readonly #alarms = new Map<string, string>();
  /** Undefined between one membership and the next. */
  consumer: Consumer | undefined;

  constructor(options: ReadPositionsOptions) {
    this.#options = options;
  }

  /**
   * Loads the positions of partitions and reads on from there, except for partitions whose reading can simply go on.
   * Tries for ever while `isCurrent`. Resolves to true when the first partitions have begun, because one without a
   * leader must not delay the others, and to false if it is not current any more.
   */
  async load(partitions: readonly TopicPartition[], isCurrent: () => boolean): Promise<boolean> {
    for (let failures = 1; isCurrent(); failures++) {
      try {
        const rest = await this.#loadOnce(partitions, isCurrent);
        if (rest.length > 0) void this.#loadLater(rest, failures, isCurrent);
        return isCurrent();
      } catch (error) {
        this.#options.logger.warn({ error, failures }, 'reading positions failed, trying again');
        await this.#backOff(failures);
      }
    }
    return false;
  }

  /** Never rejects. */
  async #loadLater(
    rest: readonly TopicPartition[],
    failures: number,
    isCurrent: () => boolean,
  ): Promise<void> {
    const names = rest.map(partitionKey);
    this.#options.logger.warn({ partitions: names }, 'partitions have no leader that answers, trying again');
    await this.#backOff(failures);
    await this.load(rest, isCurrent);
  }

  /** Returns those partitions whose positions could not be loaded. */
  async #loadOnce(
    partitions: readonly TopicPartition[],
    isCurrent: () => boolean,
  ): Promise<readonly TopicPartition[]> {
    const loaded = await this.#options.starts.load(partitions);
    if (!isCurrent()) return [];
    return partitions.filter((partition) => {
      const start = loaded.get(partitionKey(partition));
      if (start !== undefined) this.#beginOrKeep(partition, start);
      return start === undefined;
    });
  }

  async #backOff(failures: number): Promise<void> {
    const { limits, closing } = this.#options;
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = limits;
    await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), closing);
  }

  /** Reads the stored positions of partitions again and goes on from there. Their queued records are dropped. */
  async rewind(partitions: readonly PartitionState[]): Promise<void> {
    const loaded = await this.#options.starts.load(partitions);
    for (const old of partitions) {
      const start = loaded.get(partitionKey(old));
      if (start !== undefined && old.held) this.#begin(old, start);
    }
  }

  /** Reads on from the stored positions of those partitions that the offset store has set back. */
  async rewindSetBack(): Promise<void> {
    const { starts, partitions, logger } = this.#options;
    // Before the stored ones are read: a position that moves meanwhile must not seem to lie beyond its stored one.
    const known = partitions.all.map((state) => ({ state, position: state.storedPosition ?? 0n }));
    const stored = await starts.stored(known.map(({ state }) => state));
    if (stored === undefined) return;
    const setBack = known.flatMap(({ state, position }) =>
      position > (stored.get(partitionKey(state)) ?? 0n) ? [state] : [],
    );
    if (setBack.length === 0) return;
    logger.warn({ partitions: setBack.length }, 'stored positions were set back, reading on from there');
    await this.rewind(setBack);
  }

  /**
   * Goes on where the log of a partition begins that no longer reaches back to where reading stood, or that was made anew,
   * and raises the alarm. Tries for ever while the partition is held.
   */
  async recover(partition: TopicPartition): Promise<void> {
    const state = this.#options.partitions.get(partition);
    if (state === undefined || this.#recovering.has(state)) return;
    this.#recovering.add(state);
    this.pause([state]);
    for (let failures = 1; state.held; failures++) {
      const log = await this.#logOf(state);
      if (log !== undefined) {
        if (this.#options.partitions.get(partition) === state) this.#goOnWithin(state, log);
        break;
      }
      await this.#backOff(failures);
    }
    this.#recovering.delete(state);
  }

  async #logOf(state: PartitionState): Promise<LogBounds | undefined> {
    try {
      const logs = await this.#options.starts.logs([state]);
      return logs.get(partitionKey(state));
    } catch (error) {
      this.#options.logger.warn({ error }, 'finding the log of a partition failed, trying again');
      return undefined;
    }
  }

  #goOnWithin(state: PartitionState, { low, high }: LogBounds): void {
    const { partitions } = this.#options;
    const { next } = state.tracker;
    let within = state;
    if (next < low || next > high) {
      this.#alarm(state, next, low);
      if (next < low) state.tracker.passTo(low);
      else within = partitions.replace(state, state.restartAt(low));
      within.commitAgain();
    }
    this.continue(within);
    this.resume(within);
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

  #beginOrKeep(partition: TopicPartition, start: StartPosition): void {
    const state = this.#options.partitions.get(partition);
    // With an offset store the handler's own transaction finds out whether the position is current.
    const isCurrent =
      state !== undefined && (start.stored !== undefined || state.isLastCommittedHere(start.committed));
    if (isCurrent) state.isUnverified = false;
    else this.#begin(partition, start);
  }

  /** Reads a partition from a position that was just loaded. */
  #begin(partition: TopicPartition, start: StartPosition): void {
    if (start.isOutOfRange) {
      const position = start.stored === undefined ? start.committed?.offset : Number(start.stored);
      this.#alarm(partition, position ?? 0, start.read.offset);
    }
    const state = this.#options.partitions.replace(partition, start);
    // So that the next join does not find the lost range again, although nothing may come to be completed here.
    if (start.isOutOfRange) state.commitAgain();
    this.continue(state);
    this.resume(partition);
  }

  /** Once for each range: a store's position stays where it was until a record behind the range is applied. */
  #alarm({ topic, partition }: TopicPartition, position: number, resumedAt: number): void {
    const { logger, observer } = this.#options;
    const range = `${position}-${resumedAt}`;
    const key = partitionKey({ topic, partition });
    if (this.#alarms.get(key) === range) return;
    this.#alarms.set(key, range);
    logger.error(
      { topic, partition, position, resumedAt },
      'records were lost: the position lies outside the log',
    );
    observer.onOutOfRange?.({ topic, partition, position: BigInt(position), resumedAt: BigInt(resumedAt) });
  }
}

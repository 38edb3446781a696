import type { Admin, Consumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { backoffMs } from '../backoff.ts';
import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import type { OffsetStore } from '../offset-store.ts';
import { pause } from '../pause.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import { recordsOf, requestedOffset } from './consumed-batch.ts';
import { InFlightBudget } from './in-flight-budget.ts';
import type { ConsumerLimits } from './limits.ts';
import { PartitionState } from './partition-state.ts';
import type { StartPosition } from './start-position.ts';
import { StartPositions } from './start-positions.ts';
import { WakeSignal } from './wake-signal.ts';

export interface GroupMemberOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly offsetStore: OffsetStore | undefined;
  /** Called when there may be something new in a queue. */
  readonly onRecords: () => void;
}

type CommitOffsets = EachBatchPayload['commitOffsetsIfNecessary'];

/**
 * This process's membership of a consumer group: which partitions it holds, what was fetched of them, what is
 * committed. kafkajs joins and fetches; which offset counts as done is decided here, because kafkajs would commit for
 * partitions it lost and read what a retained partition has in flight once more.
 */
export class GroupMember {
  readonly #options: GroupMemberOptions;
  readonly #admin: Admin;
  readonly #positions: StartPositions;
  readonly #budget: InFlightBudget;
  readonly #closing = new AbortController();
  /** Something was completed or was taken away: there may be room for more. */
  readonly #room = new WakeSignal();
  #partitions = new Map<string, PartitionState>();
  #consumer: Consumer | undefined;
  #memberId = '';
  /** Counts changes of what we hold: what began under an earlier one is outdated. */
  #generation = 0;
  /** Partitions are known, and none of them was taken away as far as we know: commits are allowed. */
  #isStable = false;
  #hasPositions = false;
  #lastHeartbeatAt = 0;
  #commitTimer: NodeJS.Timeout | undefined;
  #committing: Promise<void> = Promise.resolve();
  #commitOffsets: CommitOffsets | undefined;
  #life: Promise<void> = Promise.resolve();

  constructor(options: GroupMemberOptions) {
    const { connection, logger, groupId, limits, offsetStore } = options;
    this.#options = options;
    this.#admin = createKafkaClient(connection, logger).admin();
    this.#positions = new StartPositions(this.#admin, groupId, offsetStore);
    this.#budget = new InFlightBudget({ records: limits.maxInFlightRecords, bytes: limits.maxInFlightBytes });
  }

  /** Joined, positions loaded, and the last heartbeat is younger than the session timeout. */
  get ready(): boolean {
    return this.#isStable && this.#hasPositions && this.#isAlive;
  }

  get #isAlive(): boolean {
    return Date.now() - this.#lastHeartbeatAt < this.#options.limits.sessionTimeoutMs;
  }

  /** Partitions held now. */
  get partitions(): readonly PartitionState[] {
    return [...this.#partitions.values()];
  }

  /**
   * Whether work on a record of this partition may still begin. While the group rebalances it may: the broker gives a
   * partition away only when we have joined anew, and then it is released.
   */
  owns(partition: PartitionState): boolean {
    return partition.held && this.#isAlive;
  }

  /** Joins in the background and for ever. */
  start(): void {
    this.#life = this.#run();
    this.#scheduleCommit();
  }

  /** Frees what a completed record took, so that fetching goes on. */
  onCompleted(partition: PartitionState): void {
    this.#room.notify();
    if (!partition.isPaused || !partition.held || !partition.hasRoom) return;
    partition.isPaused = false;
    this.#consumer?.resume([{ topic: partition.topic, partitions: [partition.partition] }]);
  }

  /** Reads the stored positions of partitions anew and goes on from there; what is queued of them is dropped. */
  async rewind(partitions: readonly PartitionState[]): Promise<void> {
    const starts = await this.#positions.load(partitions);
    for (const old of partitions) {
      const start = starts.get(partitionKey(old));
      if (start !== undefined && old.held) this.#begin(old, start);
    }
  }

  /** Commits what is completed now. */
  commit(): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commitNow());
    return this.#committing;
  }

  /** Leaves the group after a last commit; gives up waiting for the broker after `leaveDeadlineMs`. */
  async close(): Promise<void> {
    clearTimeout(this.#commitTimer);
    const deadline = new AbortController();
    const leave = async (): Promise<void> => {
      await this.commit();
      this.#closing.abort();
      this.#room.notify();
      await this.#life;
      await this.#admin.disconnect().catch(() => undefined);
    };
    await Promise.race([leave(), pause(this.#options.limits.leaveDeadlineMs, deadline.signal)]);
    deadline.abort();
    this.#closing.abort();
    this.#releaseAll();
  }

  /** One membership after the other: kafkajs gives up on errors that it calls final, and after some retries on any. */
  async #run(): Promise<void> {
    const { logger, limits } = this.#options;
    for (let failures = 1; !this.#closing.signal.aborted; failures++) {
      const generation = this.#generation;
      try {
        await this.#live();
      } catch (error) {
        logger.warn({ error, failures }, 'the consumer stopped, starting it again');
      }
      if (this.#generation > generation + 1) failures = 1;
      const backoff = { initialMs: limits.retryInitialMs, maxMs: RESTART_MAX_MS };
      await pause(backoffMs(failures, backoff, Math.random()), this.#closing.signal);
    }
  }

  /** From connecting to the crash of the consumer or the end of the process. */
  async #live(): Promise<void> {
    const { connection, groupId, limits, logger, topics } = this.#options;
    const { signal } = this.#closing;
    const consumer = createKafkaClient(connection, logger).consumer({
      groupId,
      sessionTimeout: limits.sessionTimeoutMs,
      rebalanceTimeout: limits.sessionTimeoutMs,
      heartbeatInterval: limits.heartbeatIntervalMs,
      maxWaitTimeInMs: limits.maxWaitMs,
      minBytes: limits.minFetchBytes,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
    });
    const ended = new Promise<unknown>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        resolve(payload.error);
      });
      signal.addEventListener('abort', () => {
        resolve(undefined);
      });
    });
    this.#consumer = consumer;
    this.#observe(consumer);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.#receive(payload),
      });
      const error = await ended;
      if (error !== undefined) throw error as Error;
    } finally {
      this.#consumer = undefined;
      this.#commitOffsets = undefined;
      this.#releaseAll();
      await consumer.disconnect().catch((error: unknown) => {
        logger.debug({ error }, 'disconnecting failed');
      });
    }
  }

  #observe(consumer: Consumer): void {
    const { events } = consumer;
    consumer.on(events.HEARTBEAT, () => {
      this.#lastHeartbeatAt = Date.now();
    });
    consumer.on(events.GROUP_JOIN, (event) => {
      this.#join(consumer, event);
    });
    consumer.on(events.REBALANCING, () => {
      // What is done now need not be done again by whoever gets the partition.
      void this.#commitNow();
      this.#isStable = false;
    });
  }

  async #receive(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    this.#commitOffsets = (offsets) => payload.commitOffsetsIfNecessary(offsets);
    const held = this.#partitions.get(partitionKey(batch));
    if (held === undefined || payload.isStale()) return;
    const state = this.#inLog(held, requestedOffset(batch));
    const firstTooFar = recordsOf(batch).find((record) => state.offer(record, record.bytes) === 'too-far');
    if (firstTooFar === undefined) state.tracker.passTo(Number(batch.lastOffset()) + 1);
    payload.resolveOffset(String(state.tracker.next - 1));
    this.#options.onRecords();
    if (firstTooFar !== undefined) this.#pause(state);
    await this.#untilRoom(state, () => payload.heartbeat());
  }

  /** Where the log no longer reaches back to where reading stood, or was made anew, kafkajs goes on at its start. */
  #inLog(state: PartitionState, fetchedFrom: number): PartitionState {
    const { next } = state.tracker;
    if (fetchedFrom === next) return state;
    this.#alarm(state, next, fetchedFrom);
    const inLog = fetchedFrom > next ? state : this.#replace(state, state.restartAt(fetchedFrom));
    inLog.commitAgain();
    return inLog;
  }

  #alarm({ topic, partition }: TopicPartition, position: number, resumedAt: number): void {
    const { logger, observer } = this.#options;
    logger.error(
      { topic, partition, position, resumedAt },
      'records were lost: the position lies outside the log',
    );
    observer.onOutOfRange?.({ topic, partition, position: BigInt(position), resumedAt: BigInt(resumedAt) });
  }

  /**
   * Waits while too much is in flight: kafkajs fetches nothing meanwhile. A partition that stays full is paused alone,
   * which costs its next records up to `maxWaitMs`, because kafkajs looks at it only with the next fetch.
   */
  async #untilRoom(state: PartitionState, heartbeat: () => Promise<void>): Promise<void> {
    const { heartbeatIntervalMs } = this.#options.limits;
    const waitUntil = async (isEnough: () => boolean, maxMs: number): Promise<void> => {
      const timer = new AbortController();
      // Not by the clock: a timer may fire a moment before it, and nobody would wake us again.
      const over = new AbortController();
      const end = pause(maxMs, timer.signal).then(() => {
        over.abort();
        this.#room.notify();
      });
      while (!isEnough() && !over.signal.aborted) await this.#room.wait();
      timer.abort();
      await end;
    };
    if (state.isFull) await waitUntil(() => !state.held || state.hasRoom, FULL_PARTITION_PATIENCE_MS);
    if (state.held && state.isFull) this.#pause(state);
    while (this.#budget.isFull && !this.#closing.signal.aborted) {
      await waitUntil(() => !this.#budget.isFull || this.#closing.signal.aborted, heartbeatIntervalMs);
      await heartbeat();
    }
  }

  #pause(state: PartitionState): void {
    state.isPaused = true;
    this.#consumer?.pause([{ topic: state.topic, partitions: [state.partition] }]);
  }

  #join(consumer: Consumer, { payload }: ConsumerGroupJoinEvent): void {
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const isContinuous = payload.memberId === this.#memberId;
    this.#memberId = payload.memberId;
    this.#lastHeartbeatAt = Date.now();
    this.#generation += 1;
    const keys = new Set(assigned.map(partitionKey));
    let lost = 0;
    for (const [key, state] of this.#partitions) {
      if (isContinuous && keys.has(key)) {
        seek(consumer, state, state.tracker.next);
        continue;
      }
      state.release();
      this.#partitions.delete(key);
      lost += 1;
    }
    const kept = this.#partitions.size;
    const gained = assigned.filter((partition) => !this.#partitions.has(partitionKey(partition)));
    // Until the position is known kafkajs must not fetch: outside the log it would commit a position of its own.
    consumer.pause(gained.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
    this.#isStable = true;
    this.#hasPositions = false;
    this.#room.notify();
    this.#options.observer.onAssignment?.({ gained: gained.length, lost, kept });
    this.#options.logger.info({ gained: gained.length, lost, kept }, 'partitions assigned');
    void this.#loadPositions(assigned, this.#generation);
  }

  async #loadPositions(assigned: readonly TopicPartition[], generation: number): Promise<void> {
    const isCurrent = (): boolean => generation === this.#generation && !this.#closing.signal.aborted;
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = this.#options.limits;
    for (let failures = 1; isCurrent(); failures++) {
      try {
        const starts = await this.#positions.load(assigned);
        if (!isCurrent()) return;
        for (const partition of assigned) this.#beginOrKeep(partition, starts.get(partitionKey(partition)));
        this.#hasPositions = true;
        return;
      } catch (error) {
        this.#options.logger.warn({ error, failures }, 'reading positions failed, trying again');
        await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), this.#closing.signal);
      }
    }
  }

  #beginOrKeep(partition: TopicPartition, start: StartPosition | undefined): void {
    if (start === undefined) return;
    const state = this.#partitions.get(partitionKey(partition));
    // With an offset store the handler's own transaction finds out.
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
    const state = this.#replace(partition, start);
    const { topic } = partition;
    if (this.#consumer === undefined) return;
    seek(this.#consumer, state, state.tracker.next);
    this.#consumer.resume([{ topic, partitions: [partition.partition] }]);
  }

  #replace(partition: TopicPartition, start: StartPosition): PartitionState {
    const { maxPartitionRecords, maxPartitionBytes } = this.#options.limits;
    const key = partitionKey(partition);
    const old = this.#partitions.get(key);
    old?.release();
    const limits = { records: maxPartitionRecords, bytes: maxPartitionBytes };
    const state = new PartitionState(partition, start, limits, this.#budget);
    this.#partitions.set(key, state);
    return state;
  }

  #releaseAll(): void {
    this.#isStable = false;
    this.#generation += 1;
    for (const state of this.#partitions.values()) state.release();
    this.#partitions.clear();
    this.#room.notify();
  }

  #scheduleCommit(): void {
    this.#commitTimer = setTimeout(() => {
      const { records, bytes } = this.#budget;
      this.#options.observer.onInFlight?.({ records, bytes });
      void this.commit().then(() => {
        if (!this.#closing.signal.aborted) this.#scheduleCommit();
      });
    }, this.#options.limits.commitIntervalMs);
  }

  /**
   * One try, with the generation that kafkajs has now. `Consumer.commitOffsets` will not do: it repeats what it was
   * given after a rebalance, under the new generation, when the partition may be somebody else's.
   */
  async #commitNow(): Promise<void> {
    if (!this.#isStable || this.#commitOffsets === undefined) return;
    const commits = this.partitions.flatMap((state) => {
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
      await this.#commitOffsets({ topics });
      for (const { acknowledge } of commits) acknowledge();
    } catch (error) {
      this.#options.logger.debug({ error }, 'commit failed, trying again with the next');
    }
  }
}

/** kafkajs tries again this often before the consumer is made anew. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };
const RESTART_MAX_MS = 2_000;
/** How long a full partition may hold up the others before it is paused. */
const FULL_PARTITION_PATIENCE_MS = 50;

function seek(consumer: Consumer, { topic, partition }: TopicPartition, offset: number): void {
  consumer.seek({ topic, partition, offset: String(offset) });
}

import { retryLevel } from '@casewire/observability';
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { backoffMs } from '../backoff.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { FetchWait } from '../mend/fetches.ts';
import { GroupSession } from '../mend/group-session.ts';
import type { ConsumerObserver, Load } from '../observers.ts';
import type { OffsetStore } from '../offset-store.ts';
import { pause } from '../pause.ts';
import type { TopicPartition } from '../record.ts';
import { BackPressure } from './back-pressure.ts';
import { Committer, type CommitOffsets } from './committer.ts';
import { recordsOf, requestedOffset } from './consumed-batch.ts';
import { createConsumer } from './create-consumer.ts';
import { HeldPartitions } from './held-partitions.ts';
import type { ConsumerLimits } from './limits.ts';
import type { PartitionState } from './partition-state.ts';
import { ReadPositions } from './read-positions.ts';
import { StartPositions } from './start-positions.ts';

export interface GroupMemberOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly offsetStore: OffsetStore | undefined;
  /** Called when a queue may have something new, or may be worked on again. */
  readonly onRecords: () => void;
}

/**
 * This process's membership of a consumer group: which partitions it holds, what was fetched of them, what is
 * committed. kafkajs joins and fetches. Which offset counts as done is decided here, because kafkajs would commit for
 * partitions that it has lost, and fetch again what is in flight of partitions that it keeps.
 */
export class GroupMember {
  readonly #options: GroupMemberOptions;
  readonly #starts: StartPositions;
  /** Of the latest membership: one that was given up confirms nothing any more. */
  #session: GroupSession;
  readonly #partitions: HeldPartitions;
  readonly #closing = new AbortController();
  readonly #positions: ReadPositions;
  readonly #backPressure: BackPressure;
  readonly #committer: Committer;
  /** The membership and the group's generation that our partitions are of. */
  #joined = { memberId: '', groupGeneration: -1 };
  /** Grows with each change of what we hold: work that began under an earlier number is outdated. */
  #generation = 0;
  /** The partitions are known, and no rebalance is under way as far as we know: commits are allowed. */
  #isStable = false;
  #hasPositions = false;
  #commitOffsets: CommitOffsets | undefined;
  #life: Promise<void> = Promise.resolve();

  constructor(options: GroupMemberOptions) {
    const { connection, logger, groupId, limits, offsetStore, observer } = options;
    this.#options = options;
    this.#starts = new StartPositions(connection, logger, groupId, offsetStore);
    this.#session = this.#newSession();
    this.#partitions = new HeldPartitions(limits);
    this.#positions = new ReadPositions({
      starts: this.#starts,
      partitions: this.#partitions,
      limits,
      logger,
      observer,
      closing: this.#closing.signal,
    });
    this.#backPressure = new BackPressure({
      budget: this.#partitions.budget,
      heartbeatIntervalMs: limits.heartbeatIntervalMs,
      closing: this.#closing.signal,
      pausePartition: (state) => {
        this.#pause(state);
      },
    });
    this.#committer = new Committer({
      intervalMs: limits.commitIntervalMs,
      logger,
      partitions: () => this.partitions,
      commitOffsets: () => (this.#isStable ? this.#commitOffsets : undefined),
    });
  }

  /** Joined, positions loaded, and the session with the group goes on. */
  get ready(): boolean {
    return this.#isStable && this.#hasPositions && this.#session.isAlive;
  }

  /** What was fetched and is not completed, of all partitions. */
  get inFlight(): Load {
    return this.#partitions.budget;
  }

  /** Partitions held now. */
  get partitions(): readonly PartitionState[] {
    return this.#partitions.all;
  }

  /**
   * Whether work on a record of this partition may still begin. While the group rebalances it may: the broker gives a
   * partition away only when we have joined anew, and then it is released.
   */
  owns(partition: PartitionState): boolean {
    return partition.held && this.#session.isAlive;
  }

  /** Joins in the background, and again after each failure until `close`. */
  start(): void {
    this.#life = this.#run();
    this.#committer.start();
  }

  /** Call this when a record was completed: there may be room to fetch more. */
  onCompleted(partition: PartitionState): void {
    this.#backPressure.notify();
    if (!partition.isPaused || !partition.held || !partition.hasRoom) return;
    partition.isPaused = false;
    this.#positions.resume(partition);
  }

  /** Reads the stored positions of partitions again and goes on from there. Their queued records are dropped. */
  rewind(partitions: readonly PartitionState[]): Promise<void> {
    return this.#positions.rewind(partitions);
  }

  /** See `ReadPositions`. What was completed is committed before: the mark by which a set-back store is noticed. */
  async rewindSetBack(): Promise<void> {
    await this.commit();
    await this.#positions.rewindSetBack();
  }

  /** Commits what is completed now. */
  commit(): Promise<void> {
    return this.#committer.commit();
  }

  /** Leaves the group after a last commit; gives up waiting for the broker after `leaveDeadlineMs`. */
  async close(): Promise<void> {
    this.#committer.stop();
    const deadline = new AbortController();
    const leave = async (): Promise<void> => {
      await this.commit();
      this.#closing.abort();
      this.#backPressure.notify();
      await this.#life;
      await this.#starts.close();
    };
    await Promise.race([leave(), pause(this.#options.limits.leaveDeadlineMs, deadline.signal)]);
    deadline.abort();
    this.#closing.abort();
    this.#releaseAll();
  }

  /**
   * Begins one membership after the other: kafkajs gives up at errors that it calls final, and at any after some
   * retries.
   */
  async #run(): Promise<void> {
    const { logger, limits } = this.#options;
    for (let failures = 1; !this.#closing.signal.aborted; failures++) {
      const generation = this.#generation;
      try {
        await this.#live();
      } catch (error) {
        const hasJoined = this.#joined.groupGeneration >= 0;
        logger[retryLevel(hasJoined)]({ error, failures }, 'the consumer stopped, starting it again');
      }
      if (this.#generation > generation + 1) failures = 1;
      const backoff = { initialMs: limits.retryInitialMs, maxMs: RESTART_MAX_MS };
      await pause(backoffMs(failures, backoff, Math.random()), this.#closing.signal);
    }
  }

  /** One membership: from connecting until the consumer crashes, the group falls silent, or we close. */
  async #live(): Promise<void> {
    const { logger, limits } = this.#options;
    const over = new AbortController();
    const ended = AbortSignal.any([this.#closing.signal, over.signal]);
    this.#session = this.#newSession();
    const silenceMs = SILENT_SESSIONS * limits.sessionTimeoutMs;
    const consumer = createConsumer(this.#options, this.#session, {
      onOutOfRange: (partition) => {
        void this.#positions.recover(partition);
      },
      fetchPace: { waitOf: (isQuiet) => this.#fetchWait(isQuiet), closing: ended },
    });
    const crashed = new Promise<never>((_resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        reject(payload.error);
      });
    });
    this.#positions.consumer = consumer;
    this.#observe(consumer, ended);
    try {
      const begun = this.#begin(consumer, ended);
      const silent = this.#session.untilSilentFor(silenceMs, ended);
      await Promise.race([silent, crashed, begun.then(() => crashed)]);
      if (!ended.aborted) throw new Error(`the group has confirmed nothing for ${silenceMs} ms`);
    } finally {
      over.abort();
      this.#positions.consumer = undefined;
      this.#commitOffsets = undefined;
      this.#releaseAll();
      await consumer.disconnect().catch((error: unknown) => {
        logger.debug({ error }, 'disconnecting failed');
      });
    }
  }

  /** Connects, joins and receives. A membership that is over by then does not join. */
  async #begin(consumer: Consumer, ended: AbortSignal): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    if (ended.aborted) return;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#receive(payload),
    });
  }

  /** @param ended aborted when the membership is over: events of its consumer are ignored from then on */
  #observe(consumer: Consumer, ended: AbortSignal): void {
    const { events } = consumer;
    consumer.on(events.GROUP_JOIN, (event) => {
      if (!ended.aborted) this.#join(event);
    });
    consumer.on(events.REBALANCING, () => {
      if (ended.aborted) return;
      // So that the next owner of a partition need not repeat what is completed now.
      void this.#committer.commitNow();
      this.#isStable = false;
    });
  }

  async #receive(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const state = this.#partitions.get(batch);
    if (state === undefined || payload.isStale()) return;
    // One serves for the whole membership. A consumer that has ended holds no partition, and does not come here.
    this.#commitOffsets ??= (offsets) => payload.commitOffsetsIfNecessary(offsets);
    // Fetched from another broker before reading was moved.
    if (requestedOffset(batch) !== state.tracker.next) {
      this.#positions.continue(state);
      return;
    }
    const firstTooFar = recordsOf(batch).find((record) => state.offer(record, record.bytes) === 'too-far');
    if (firstTooFar === undefined) state.tracker.passTo(Number(batch.lastOffset()) + 1);
    payload.resolveOffset(String(state.tracker.next - 1));
    this.#options.onRecords();
    if (firstTooFar !== undefined) this.#pause(state);
    await this.#backPressure.untilRoom(state, payload);
  }

  #pause(state: PartitionState): void {
    state.isPaused = true;
    this.#positions.pause([state]);
  }

  #join({ payload }: ConsumerGroupJoinEvent): void {
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const { memberId, generation } = this.#session;
    const isSameMember = memberId === this.#joined.memberId;
    const missesNone = generation <= this.#joined.groupGeneration + 1;
    this.#joined = { memberId, groupGeneration: generation };
    this.#generation += 1;
    const lost = this.#partitions.releaseAllBut(isSameMember ? assigned : []);
    for (const state of this.partitions) {
      // In a generation that ended before we knew of it, another member may have held the partition.
      if (!missesNone) state.isUnverified = true;
      this.#positions.continue(state);
    }
    const kept = this.partitions.length;
    const gained = assigned.filter((partition) => this.#partitions.get(partition) === undefined);
    // kafkajs must not fetch before the position is known: outside the log it would commit a position of its own.
    this.#positions.pause(gained);
    this.#isStable = true;
    this.#hasPositions = false;
    this.#backPressure.notify();
    this.#options.observer.onAssignment?.({ gained: gained.length, lost, kept });
    this.#options.logger.info({ gained: gained.length, lost, kept }, 'partitions assigned');
    const unverified = this.partitions.filter(({ isUnverified }) => isUnverified);
    void this.#loadPositions([...gained, ...unverified], this.#generation);
  }

  /** A fetch under way does not include partitions that are to be read again: none waits long while there may be some. */
  #fetchWait(isQuiet: boolean): FetchWait {
    const { maxWaitMs, minFetchBytes, quietWaitMs } = this.#options.limits;
    const readsAll = this.#hasPositions && this.partitions.every(({ isPaused }) => !isPaused);
    if (isQuiet && readsAll) return { maxWaitTime: quietWaitMs, minBytes: 1 };
    return { maxWaitTime: maxWaitMs, minBytes: minFetchBytes };
  }

  async #loadPositions(assigned: readonly TopicPartition[], generation: number): Promise<void> {
    const isCurrent = (): boolean => generation === this.#generation && !this.#closing.signal.aborted;
    if (await this.#positions.load(assigned, isCurrent)) this.#hasPositions = true;
  }

  #newSession(): GroupSession {
    return new GroupSession(this.#options.limits.sessionTimeoutMs, this.#options.onRecords);
  }

  #releaseAll(): void {
    this.#isStable = false;
    this.#generation += 1;
    this.#partitions.releaseAllBut([]);
    this.#backPressure.notify();
  }
}

/**
 * A membership that the group has not confirmed for so many sessions is given up, whatever it waits for. Joining takes a session and
 * three seconds at most.
 */
const SILENT_SESSIONS = 3;
/** The longest pause before the consumer is made anew. */
const RESTART_MAX_MS = 2_000;

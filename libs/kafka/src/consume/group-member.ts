import type { Admin, Consumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import type { OffsetStore } from '../offset-store.ts';
import { pause } from '../pause.ts';
import { partitionKey, type TopicPartition } from '../record.ts';
import { backoffMs } from '../backoff.ts';
import { sizeOf, toKafkaRecord } from './consumed-record.ts';
import { InFlightBudget } from './in-flight-budget.ts';
import type { ConsumerLimits } from './limits.ts';
import type { OffsetCommit } from './offset-tracker.ts';
import { PartitionState, type StartPosition } from './partition-state.ts';

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

/**
 * This process's membership of a consumer group: which partitions it holds, what was fetched of them, what is
 * committed. kafkajs joins and fetches; which offset counts as done is decided here, because kafkajs would commit for
 * partitions it lost and read what a retained partition has in flight once more.
 */
export class GroupMember {
  readonly #options: GroupMemberOptions;
  readonly #consumer: Consumer;
  readonly #admin: Admin;
  readonly #budget: InFlightBudget;
  readonly #closing = new AbortController();
  #partitions = new Map<string, PartitionState>();
  #memberId = '';
  /** Resolves when the partitions of the current generation are known and their positions loaded. */
  #assigned = Promise.withResolvers<void>();
  #isStable = false;
  #lastHeartbeatAt = 0;
  #commitTimer: NodeJS.Timeout | undefined;
  #committing: Promise<void> = Promise.resolve();
  #allPaused = false;

  constructor(options: GroupMemberOptions) {
    const { limits, observer } = options;
    this.#options = options;
    const kafka = createKafkaClient(options.connection, options.logger);
    this.#admin = kafka.admin({ retry: { retries: 2 } });
    this.#consumer = kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: limits.sessionTimeoutMs,
      rebalanceTimeout: limits.sessionTimeoutMs,
      heartbeatInterval: limits.heartbeatIntervalMs,
      maxWaitTimeInMs: limits.maxWaitMs,
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 2_000,
        retries: 5,
        restartOnFailure: () => Promise.resolve(true),
      },
    });
    this.#budget = new InFlightBudget(
      { records: limits.maxInFlightRecords, bytes: limits.maxInFlightBytes },
      (load) => observer.onInFlight?.({ records: load.records, bytes: load.bytes }),
    );
  }

  /** Joined, positions loaded, and the last heartbeat is younger than the session timeout. */
  get ready(): boolean {
    return this.#isStable && this.#isAlive;
  }

  get #isAlive(): boolean {
    return Date.now() - this.#lastHeartbeatAt < this.#options.limits.sessionTimeoutMs;
  }

  /** Partitions held now. */
  get partitions(): Iterable<PartitionState> {
    return this.#partitions.values();
  }

  /** Whether work on a record of this partition may still begin. */
  owns(partition: PartitionState): boolean {
    return partition.held && this.#isAlive;
  }

  /** Joins in the background and for ever. */
  async start(): Promise<void> {
    const { events } = this.#consumer;
    this.#consumer.on(events.HEARTBEAT, () => {
      this.#lastHeartbeatAt = Date.now();
    });
    this.#consumer.on(events.GROUP_JOIN, (event) => {
      void this.#join(event);
    });
    this.#consumer.on(events.REBALANCING, () => {
      this.#unassign();
    });
    this.#consumer.on(events.CRASH, () => {
      this.#unassign();
    });
    await this.#untilDone('connecting', () => this.#consumer.connect());
    await this.#untilDone('subscribing', () =>
      this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true }),
    );
    if (this.#closing.signal.aborted) return;
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#receive(payload),
    });
    this.#scheduleCommit();
  }

  /** Frees what a completed record took, so that fetching goes on. */
  onCompleted(): void {
    this.#adjustFetching();
  }

  /** Reads the stored positions of partitions anew and goes on from there; what is queued of them is dropped. */
  async rewind(partitions: readonly PartitionState[]): Promise<void> {
    const held = partitions.filter(({ held: isHeld }) => isHeld);
    const positions = await this.#storedPositions(held);
    for (const old of held) {
      const start = positions.get(partitionKey(old));
      old.release();
      if (start === undefined) continue;
      const fresh = new PartitionState(old, start, this.#budget);
      fresh.isPaused = old.isPaused;
      this.#partitions.set(partitionKey(old), fresh);
      this.#seek(fresh);
    }
    this.#adjustFetching();
  }

  /** Commits what is completed now. */
  commit(): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commitNow());
    return this.#committing;
  }

  /** Leaves the group after a last commit. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#commitTimer);
    await this.commit();
    this.#unassign();
    this.#assigned.resolve();
    await this.#consumer.disconnect().catch(() => undefined);
    await this.#admin.disconnect().catch(() => undefined);
  }

  async #receive({ batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    await this.#assigned.promise;
    const state = this.#partitions.get(partitionKey(batch));
    if (state === undefined || isStale()) return;
    const fetchedFrom = Number((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    if (state.isSeeking && fetchedFrom !== state.tracker.next) return;
    state.isSeeking = false;
    if (fetchedFrom > state.tracker.next) this.#reportGap(state, fetchedFrom);
    for (const message of batch.messages) {
      const record = toKafkaRecord(batch, message);
      state.offer(record, sizeOf(record));
    }
    state.tracker.passTo(Number(batch.lastOffset()) + 1);
    resolveOffset(batch.lastOffset());
    this.#adjustFetching();
    this.#options.onRecords();
  }

  /** The log no longer reaches back to where reading stood: kafkajs went on at its start. */
  #reportGap(state: PartitionState, resumedAt: number): void {
    const { topic, partition, tracker } = state;
    const position = BigInt(tracker.next);
    this.#options.logger.error(
      { topic, partition, position: position.toString(), resumedAt },
      'records were lost: the position lies outside the log',
    );
    this.#options.observer.onOutOfRange?.({ topic, partition, position, resumedAt: BigInt(resumedAt) });
  }

  async #join({ payload }: ConsumerGroupJoinEvent): Promise<void> {
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const isContinuous = payload.memberId === this.#memberId;
    this.#memberId = payload.memberId;
    this.#lastHeartbeatAt = Date.now();
    const generation = this.#assigned;
    const kept = new Map<string, PartitionState>();
    for (const [key, state] of this.#partitions) {
      const stays = isContinuous && assigned.some((partition) => partitionKey(partition) === key);
      if (stays) kept.set(key, state);
      else state.release();
    }
    const lost = this.#partitions.size - kept.size;
    this.#partitions = kept;
    const gained = assigned.filter((partition) => !kept.has(partitionKey(partition)));
    const positions = await this.#untilDone('reading positions', () => this.#startPositions(gained));
    if (positions === undefined || generation !== this.#assigned) return;
    for (const partition of gained) {
      const start = positions.get(partitionKey(partition));
      if (start === undefined) continue;
      this.#partitions.set(partitionKey(partition), new PartitionState(partition, start, this.#budget));
    }
    for (const state of this.#partitions.values()) this.#seek(state);
    this.#isStable = true;
    this.#adjustFetching();
    this.#options.observer.onAssignment?.({ gained: gained.length, lost, kept: kept.size });
    this.#options.logger.info({ gained: gained.length, lost, kept: kept.size }, 'partitions assigned');
    generation.resolve();
    this.#options.onRecords();
  }

  /** Until the next join nothing is committed and nothing fetched is taken. */
  #unassign(): void {
    this.#isStable = false;
    this.#assigned.resolve();
    this.#assigned = Promise.withResolvers<void>();
  }

  #seek(state: PartitionState): void {
    state.isSeeking = true;
    this.#consumer.seek({
      topic: state.topic,
      partition: state.partition,
      offset: String(state.tracker.next),
    });
  }

  #startPositions(partitions: readonly TopicPartition[]): Promise<Map<string, StartPosition>> {
    return this.#options.offsetStore === undefined
      ? this.#committedPositions(partitions)
      : this.#storedPositions(partitions);
  }

  async #storedPositions(partitions: readonly TopicPartition[]): Promise<Map<string, StartPosition>> {
    const stored = (await this.#options.offsetStore?.load(partitions)) ?? new Map<string, bigint>();
    const starts = new Map<string, OffsetCommit>();
    for (const [key, offset] of stored) starts.set(key, { offset: Number(offset), metadata: '' });
    return this.#withinLog(partitions, starts);
  }

  async #committedPositions(partitions: readonly TopicPartition[]): Promise<Map<string, StartPosition>> {
    if (partitions.length === 0) return new Map();
    await this.#admin.connect();
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const committed = await this.#admin.fetchOffsets({ groupId: this.#options.groupId, topics });
    const starts = new Map<string, OffsetCommit>();
    for (const { topic, partitions: offsets } of committed) {
      for (const { partition, offset, metadata } of offsets) {
        if (Number(offset) < 0) continue;
        starts.set(partitionKey({ topic, partition }), { offset: Number(offset), metadata: metadata ?? '' });
      }
    }
    return this.#withinLog(partitions, starts);
  }

  /** Positions that lie inside the log; one that does not is an alarm, and reading goes on at the earliest record. */
  async #withinLog(
    partitions: readonly TopicPartition[],
    starts: ReadonlyMap<string, OffsetCommit>,
  ): Promise<Map<string, StartPosition>> {
    await this.#admin.connect();
    const within = new Map<string, StartPosition>();
    for (const topic of new Set(partitions.map((one) => one.topic))) {
      const bounds = await this.#admin.fetchTopicOffsets(topic);
      for (const { partition, low, high } of bounds) {
        const key = partitionKey({ topic, partition });
        if (!partitions.some((one) => partitionKey(one) === key)) continue;
        const start = starts.get(key);
        const isInside = start !== undefined && start.offset >= Number(low) && start.offset <= Number(high);
        if (start !== undefined && !isInside) {
          const fields = { topic, partition, position: start.offset, resumedAt: low };
          this.#options.logger.error(fields, 'records were lost: the position lies outside the log');
          this.#options.observer.onOutOfRange?.({
            topic,
            partition,
            position: BigInt(start.offset),
            resumedAt: BigInt(low),
          });
        }
        const earliest = { offset: Number(low), metadata: '' };
        if (isInside) within.set(key, start);
        else within.set(key, start === undefined ? earliest : { ...earliest, stored: start.offset });
      }
    }
    return within;
  }

  #scheduleCommit(): void {
    this.#commitTimer = setTimeout(() => {
      void this.commit().then(() => {
        if (!this.#closing.signal.aborted) this.#scheduleCommit();
      });
    }, this.#options.limits.commitIntervalMs);
  }

  async #commitNow(): Promise<void> {
    if (!this.#isStable) return;
    const changed = [...this.#partitions.values()].filter(
      ({ tracker, committedVersion }) => tracker.version !== committedVersion,
    );
    if (changed.length === 0) return;
    const versions = changed.map(({ tracker }) => tracker.version);
    try {
      await this.#consumer.commitOffsets(
        changed.map(({ topic, partition, tracker }) => {
          const { offset, metadata } = tracker.toCommit();
          return { topic, partition, offset: String(offset), metadata };
        }),
      );
      for (const [index, state] of changed.entries()) state.committedVersion = versions[index] ?? 0;
    } catch (error) {
      this.#options.logger.debug({ error }, 'commit failed, trying again with the next');
    }
  }

  /** Stops fetching what has no room, and fetches again once half of it is free. */
  #adjustFetching(): void {
    const { maxPartitionRecords, maxPartitionBytes, maxInFlightRecords, maxInFlightBytes } =
      this.#options.limits;
    if (this.#budget.isFull) this.#allPaused = true;
    else if (this.#budget.records <= maxInFlightRecords / 2 && this.#budget.bytes <= maxInFlightBytes / 2) {
      this.#allPaused = false;
    }
    for (const state of this.#partitions.values()) {
      const { records, bytes } = state.load;
      const isFull = records >= maxPartitionRecords || bytes >= maxPartitionBytes;
      const hasRoom = records <= maxPartitionRecords / 2 && bytes <= maxPartitionBytes / 2;
      const shouldPause = this.#allPaused || isFull || (state.isPaused && !hasRoom);
      if (shouldPause === state.isPaused) continue;
      state.isPaused = shouldPause;
      const selection = [{ topic: state.topic, partitions: [state.partition] }];
      if (shouldPause) this.#consumer.pause(selection);
      else this.#consumer.resume(selection);
    }
  }

  async #untilDone<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = this.#options.limits;
    for (let failures = 1; !this.#closing.signal.aborted; failures++) {
      try {
        return await work();
      } catch (error) {
        this.#options.logger.warn({ error, failures }, `${what} failed, trying again`);
        await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), this.#closing.signal);
      }
    }
    return undefined;
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KafkaConnection } from '../connection.ts';
import { WakeSignal } from '../consume/wake-signal.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ProducerObserver } from '../observers.ts';
import type { OutgoingRecord } from '../record.ts';
import { within } from '../within.ts';
import { Brokers } from './brokers.ts';
import { ClusterView } from './cluster-view.ts';
import { defaultProducerLimits, type ShareLimits, type SharedProducerLimits } from './limits.ts';
import type { PartitionLine } from './partition-line.ts';
import { partitionOfKey } from './partitioner.ts';
import type { PendingRecord } from './pending-record.ts';
import { ProducerBuffer } from './producer-buffer.ts';
import { ProducerShare } from './producer-share.ts';
import { Sender } from './sender.ts';

export interface SharedProducerOptions {
  readonly connection: KafkaConnection;
  readonly logger: KafkaLogger;
  readonly limits?: Partial<SharedProducerLimits>;
}

const DISCONNECT_DEADLINE_MS = 2_000;
/** Holds the records of a topic whose partitions are not known yet. */
const UNASSIGNED = -1;

/**
 * An idempotent producer with acks=all that sends in batches: what arrived while a broker was busy goes to it with the
 * next request. Records of one partition are appended in the order in which they were sent, each once, whatever
 * happens to brokers. A partition that takes no records delays no records of others. Each user has a `RecordProducer` on
 * it; their records share requests, and a user that sends more than brokers take leaves room for the others.
 */
export class SharedProducer {
  readonly #brokers: Brokers;
  readonly #view: ClusterView;
  readonly #sender: Sender;
  readonly #buffer: ProducerBuffer;
  readonly #wake = new WakeSignal();
  readonly #stop = new AbortController();
  /** No request is begun before, by `performance.now()`, unless a user's record comes that may go sooner. */
  #gathersUntil = Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** When it rings, by `performance.now()`. */
  #timerAt = Infinity;
  /** Counts records without a key. */
  #spread = 0;
  #loop: Promise<void> | undefined;

  constructor({ connection, logger, limits: given }: SharedProducerOptions) {
    const limits = { ...defaultProducerLimits, ...given };
    this.#brokers = new Brokers(connection, logger, limits.requestTimeoutMs);
    this.#view = new ClusterView({
      brokers: this.#brokers,
      limits,
      logger,
      onChange: () => {
        this.#wake.notify();
      },
      onFailure: () => {
        for (const { observer } of this.#buffer.shares) observer.onRetry?.();
      },
    });
    this.#buffer = new ProducerBuffer(limits);
    this.#sender = new Sender({
      brokers: this.#brokers,
      view: this.#view,
      buffer: this.#buffer,
      limits,
      logger,
      onAnswer: () => {
        if (this.#buffer.records > 0) this.#wake.notify();
      },
    });
  }

  /** Whether brokers can be reached. Single partitions may still take no records. */
  get ready(): boolean {
    return this.#view.isReady;
  }

  /** Adds a user. */
  open(limits: Partial<ShareLimits>, observer: ProducerObserver): ProducerShare {
    const share = new ProducerShare({ ...defaultProducerLimits, ...limits }, observer);
    this.#buffer.open(share);
    return share;
  }

  /** Connects in the background, trying for ever; returns at once. Idempotent. */
  start(): void {
    this.#loop ??= this.#run();
  }

  send(record: PendingRecord): void {
    const line = this.#lineOf(record.record);
    if (line.partition !== UNASSIGNED) this.#assign(this.#buffer.find(line.topic, UNASSIGNED));
    this.#buffer.add(line, record);
    if (mayGoAt(record.share) < this.#gathersUntil) this.#wake.notify();
  }

  /** Resolves when everything that the user has buffered before the call is settled. */
  async flush(share: ProducerShare): Promise<void> {
    if (this.#loop === undefined) return;
    await Promise.allSettled(this.#buffer.allOf(share).map(({ settled }) => settled));
  }

  /** Removes a user, and rejects its records that are not settled. */
  close(share: ProducerShare, error: Error): void {
    this.#buffer.close(share, error);
  }

  /** Disconnects. A broker that does not answer delays the end by `DISCONNECT_DEADLINE_MS` at most. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.notify();
    clearTimeout(this.#timer);
    const disconnect = async (): Promise<void> => {
      await this.#loop;
      await this.#brokers.disconnect();
    };
    await within(DISCONNECT_DEADLINE_MS, disconnect());
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // What is sent in the same turn comes along.
      await nextTurn();
      const now = performance.now();
      this.#gathersUntil = this.#gatherUntil(now);
      if (this.#gathersUntil === Infinity) this.#work(now);
      this.#setTimer(now);
      await this.#wake.wait();
    }
  }

  #work(now: number): void {
    for (const { share } of this.#buffer.expire(now)) {
      share.observer.onGivenUp?.({ records: 1, reason: 'timeout' });
    }
    this.#assignAll();
    this.#sender.dispatch(now);
    this.#view.maintain(now);
  }

  /**
   * When the first user may send that has something buffered. Until then more records come along, because the broker's work
   * grows with requests rather than records. Infinity if nothing is worth waiting for.
   */
  #gatherUntil(now: number): number {
    let until = Infinity;
    for (const share of this.#buffer.shares) {
      if (share.records > 0) until = Math.min(until, mayGoAt(share));
    }
    return until > now ? until : Infinity;
  }

  #assignAll(): void {
    for (const line of this.#buffer.lines) {
      if (line.partition !== UNASSIGNED || line.head === undefined) continue;
      if (this.#view.partitionsOf(line.topic) === 0) this.#view.outdate();
      else this.#assign(line);
    }
  }

  /** Gives records their partitions that came before these were known. Records that come later go behind them. */
  #assign(unassigned: PartitionLine | undefined): void {
    if (unassigned === undefined) return;
    this.#buffer.distribute(unassigned, ({ record }) => this.#lineOf(record));
  }

  #lineOf({ topic, key, partition }: OutgoingRecord): PartitionLine {
    const partitions = this.#view.partitionsOf(topic);
    if (partition !== undefined) return this.#buffer.line(topic, partition);
    if (partitions === 0) return this.#buffer.line(topic, UNASSIGNED);
    if (key !== null) return this.#buffer.line(topic, partitionOfKey(key, partitions));
    return this.#lineWithRoom(topic, partitions);
  }

  /** The next partition in turn. One that takes no records is passed over, unless all are so. */
  #lineWithRoom(topic: string, partitions: number): PartitionLine {
    for (let tried = 0; tried < partitions; tried++) {
      const line = this.#buffer.line(topic, this.#spread++ % partitions);
      if (line.failures === 0 && this.#view.leaderOf(line) >= 0) return line;
    }
    return this.#buffer.line(topic, this.#spread++ % partitions);
  }

  /** Wakes the loop when enough was gathered, a line may be tried again, a record is too old, or brokers are to be asked. */
  #setTimer(now: number): void {
    const at = this.#gathersUntil === Infinity ? this.#nextDueAt(now) : this.#gathersUntil;
    // A timer that is too early does no harm, and most are never needed.
    if (at >= this.#timerAt || this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    const ring = (): void => {
      this.#timerAt = Infinity;
      this.#wake.notify();
    };
    this.#timer = setTimeout(ring, Math.max(MIN_TIMER_MS, at - now));
  }

  #nextDueAt(now: number): number {
    let at = this.#view.dueAt;
    for (const { head, isInFlight, retryAt } of this.#buffer.lines) {
      if (!isInFlight && retryAt > now) at = Math.min(at, retryAt);
      if (head !== undefined) at = Math.min(at, head.deadline);
    }
    return at;
  }
}

/** Timers may fire a moment early, by the clock that deadlines are compared with. */
const MIN_TIMER_MS = 1;

/** When a request with records of the user may begin, by `performance.now()`. */
function mayGoAt({ requestedAt, limits }: ProducerShare): number {
  return requestedAt + limits.requestIntervalMs;
}

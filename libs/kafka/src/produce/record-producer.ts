import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KafkaConnection } from '../connection.ts';
import { WakeSignal } from '../consume/wake-signal.ts';
import type { KafkaLogger } from '../logger.ts';
import type { Load, ProducerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import type { OutgoingRecord } from '../record.ts';
import { Brokers } from './brokers.ts';
import { ClusterView } from './cluster-view.ts';
import { defaultProducerLimits, type ProducerLimits } from './limits.ts';
import type { PartitionLine } from './partition-line.ts';
import { partitionOfKey } from './partitioner.ts';
import { PendingRecord, type SendOptions } from './pending-record.ts';
import { ProducerStoppedError, ProduceUnansweredError } from './produce-errors.ts';
import { ProducerBuffer } from './producer-buffer.ts';
import { Sender } from './sender.ts';

export interface RecordProducerOptions {
  readonly connection: KafkaConnection;
  readonly logger: KafkaLogger;
  readonly observer?: ProducerObserver;
  readonly limits?: Partial<ProducerLimits>;
}

const DISCONNECT_DEADLINE_MS = 2_000;
/** Holds the records of a topic whose partitions are not known yet. */
const UNASSIGNED = -1;

/**
 * An idempotent producer with acks=all that sends in batches: what arrived while a broker was busy goes to it with the
 * next request. Records of one partition are appended in the order in which they were sent, each once, whatever
 * happens to brokers. A partition that takes no records delays no records of others.
 */
export class RecordProducer {
  readonly #brokers: Brokers;
  readonly #view: ClusterView;
  readonly #sender: Sender;
  readonly #buffer: ProducerBuffer;
  readonly #limits: ProducerLimits;
  readonly #observer: ProducerObserver;
  readonly #wake = new WakeSignal();
  readonly #stop = new AbortController();
  /** When the last request was begun, by `performance.now()`. */
  #requestedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** When it rings, by `performance.now()`. */
  #timerAt = Infinity;
  /** Counts records without a key. */
  #spread = 0;
  #loop: Promise<void> | undefined;

  constructor({ connection, logger, observer = {}, limits: given }: RecordProducerOptions) {
    const limits = { ...defaultProducerLimits, ...given };
    this.#limits = limits;
    this.#observer = observer;
    this.#brokers = new Brokers(connection, logger, limits.requestTimeoutMs);
    this.#view = new ClusterView({
      brokers: this.#brokers,
      limits,
      logger,
      onChange: () => {
        this.#wake.notify();
      },
      onFailure: () => observer.onRetry?.(),
    });
    this.#buffer = new ProducerBuffer(limits);
    this.#sender = new Sender({
      brokers: this.#brokers,
      view: this.#view,
      buffer: this.#buffer,
      limits,
      logger,
      observer,
      onAnswer: () => {
        if (this.#buffer.records > 0) this.#wake.notify();
      },
    });
  }

  /** Whether brokers can be reached. Single partitions may still take no records. */
  get ready(): boolean {
    return this.#view.isReady;
  }

  /** What was sent and is neither acknowledged nor given up, within the limits of the buffer. */
  get buffered(): Load {
    return this.#buffer;
  }

  /** Connects in the background, trying for ever; returns at once. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /**
   * Resolves when all in-sync replicas have the record. Once a broker may have appended it, this waits for the broker,
   * however long that takes.
   * @throws ProduceTimeoutError, RecordTooLargeError, RecordUnwantedError: the record is not on its topic
   * @throws ProducerStoppedError, ProduceUnansweredError: it may be there, or come to be
   */
  async send(record: OutgoingRecord, options: SendOptions = {}): Promise<void> {
    if (this.#stop.signal.aborted) throw new ProducerStoppedError('the producer is stopped');
    const { isWanted, answerWithinMs } = options;
    const pending = new PendingRecord(record, performance.now() + this.#limits.deliveryTimeoutMs, isWanted);
    this.#buffer.add(this.#lineOf(record), pending);
    this.#wake.notify();
    return answerWithinMs === undefined ? pending.settled : answered(pending.settled, answerWithinMs);
  }

  /** Sends each. When all are settled, rejects with the first failure if there is one. */
  async sendAll(records: readonly OutgoingRecord[], options?: SendOptions): Promise<void> {
    const results = await Promise.allSettled(records.map((record) => this.send(record, options)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Resolves when everything buffered before the call is settled. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.#buffer.all().map(({ settled }) => settled));
  }

  /**
   * Flushes for `deadlineMs` at most (default 5,000), rejects the rest with `ProducerStoppedError`, and disconnects. A
   * broker that does not answer delays the end by `DISCONNECT_DEADLINE_MS` at most.
   */
  async stop(deadlineMs = 5_000): Promise<void> {
    if (this.#loop !== undefined) await within(deadlineMs, this.flush());
    this.#stop.abort();
    this.#wake.notify();
    this.#buffer.rejectAll(new ProducerStoppedError('the producer was stopped'));
    clearTimeout(this.#timer);
    const disconnect = async (): Promise<void> => {
      await this.#loop;
      await this.#brokers.disconnect();
    };
    await within(DISCONNECT_DEADLINE_MS, disconnect());
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#gather();
      const now = performance.now();
      this.#giveUpOld(now);
      this.#assign();
      if (this.#sender.dispatch(now)) this.#requestedAt = now;
      this.#view.maintain(now);
      this.#setTimer(now);
      await this.#wake.wait();
    }
  }

  /** Lets more records come along, because the broker's work grows with requests rather than records. */
  async #gather(): Promise<void> {
    const waitMs = this.#requestedAt + this.#limits.requestIntervalMs - performance.now();
    if (waitMs > 0 && this.#buffer.records > 0) await pause(waitMs, this.#stop.signal);
    else await nextTurn();
  }

  #giveUpOld(now: number): void {
    const records = this.#buffer.expire(now);
    if (records > 0) this.#observer.onGivenUp?.({ records, reason: 'timeout' });
  }

  /** Gives records their partitions that came before these were known. */
  #assign(): void {
    for (const line of this.#buffer.lines) {
      if (line.partition !== UNASSIGNED || line.head === undefined) continue;
      if (this.#view.partitionsOf(line.topic) === 0) this.#view.outdate();
      else this.#buffer.distribute(line, ({ record }) => this.#lineOf(record));
    }
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

  /** Wakes the loop when a line may be tried again, a record is too old, or brokers are to be asked. */
  #setTimer(now: number): void {
    let at = this.#view.dueAt;
    for (const { head, isInFlight, retryAt } of this.#buffer.lines) {
      if (!isInFlight && retryAt > now) at = Math.min(at, retryAt);
      if (head !== undefined) at = Math.min(at, head.deadline);
    }
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
}

/** Timers may fire a moment early, by the clock that deadlines are compared with. */
const MIN_TIMER_MS = 1;

async function answered(settled: Promise<void>, withinMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new ProduceUnansweredError('the broker has not answered for the record in time'));
  }, withinMs);
  try {
    await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const deadline = new AbortController();
  await Promise.race([work, pause(ms, deadline.signal)]);
  deadline.abort();
}

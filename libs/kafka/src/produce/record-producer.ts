import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import { backoffMs } from '../backoff.ts';
import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import { WakeSignal } from '../consume/wake-signal.ts';
import type { KafkaLogger } from '../logger.ts';
import type { Load, ProducerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import type { OutgoingRecord } from '../record.ts';
import { isTransientKafkaError } from '../kafka-error.ts';
import { defaultProducerLimits, type ProducerLimits } from './limits.ts';
import { createPartitioner } from './partitioner.ts';
import { PendingRecord } from './pending-record.ts';
import { PendingRecords } from './pending-records.ts';
import { ProducerStoppedError, ProduceTimeoutError, RecordTooLargeError } from './produce-errors.ts';

export interface RecordProducerOptions {
  readonly connection: KafkaConnection;
  readonly logger: KafkaLogger;
  readonly observer?: ProducerObserver;
  readonly limits?: Partial<ProducerLimits>;
}

const DISCONNECT_DEADLINE_MS = 2_000;

/**
 * A producer with acks=all that sends in batches: all records that arrived while the last request was in flight go with
 * the next. There is one request at a time, which is repeated until it succeeds or its records are too old. So a record
 * never overtakes an earlier one of its partition, whatever happens to the broker.
 */
export class RecordProducer {
  readonly #producer: Producer;
  readonly #limits: ProducerLimits;
  readonly #logger: KafkaLogger;
  readonly #observer: ProducerObserver;
  readonly #pending: PendingRecords;
  readonly #wake = new WakeSignal();
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;
  #ready = false;

  constructor({ connection, logger, observer = {}, limits }: RecordProducerOptions) {
    this.#limits = { ...defaultProducerLimits, ...limits };
    this.#logger = logger;
    this.#observer = observer;
    this.#pending = new PendingRecords(this.#limits);
    this.#producer = createKafkaClient(connection, logger, this.#limits.requestTimeoutMs).producer({
      allowAutoTopicCreation: false,
      createPartitioner,
      retry: { retries: 0 },
    });
  }

  /** Connected, and the last request did not fail. */
  get ready(): boolean {
    return this.#ready;
  }

  /** What was sent and is neither acknowledged nor given up, within the limits of the buffer. */
  get buffered(): Load {
    return this.#pending;
  }

  /** Connects in the background, trying for ever; returns at once. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /**
   * Resolves when all in-sync replicas have the record.
   * @throws ProduceTimeoutError, RecordTooLargeError, ProducerStoppedError
   */
  async send(record: OutgoingRecord): Promise<void> {
    if (this.#stop.signal.aborted) throw new ProducerStoppedError('the producer is stopped');
    const pending = new PendingRecord(record, Date.now() + this.#limits.deliveryTimeoutMs);
    if (!this.#pending.offer(pending)) this.#pending.await(pending);
    this.#wake.notify();
    return pending.settled;
  }

  /** Sends each. When all are settled, rejects with the first failure if there is one. */
  async sendAll(records: readonly OutgoingRecord[]): Promise<void> {
    const results = await Promise.allSettled(records.map((record) => this.send(record)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Resolves when everything buffered before the call is settled. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.#pending.all().map(({ settled }) => settled));
  }

  /**
   * Flushes for `deadlineMs` at most (default 5,000), rejects the rest with `ProducerStoppedError`, and disconnects. A
   * broker that does not answer delays the end by `DISCONNECT_DEADLINE_MS` at most.
   */
  async stop(deadlineMs = 5_000): Promise<void> {
    if (this.#loop !== undefined) await within(deadlineMs, this.flush());
    this.#stop.abort();
    this.#wake.notify();
    this.#pending.reject(this.#pending.all(), new ProducerStoppedError('the producer was stopped'));
    const disconnect = async (): Promise<void> => {
      await this.#loop;
      await this.#producer.disconnect();
    };
    await within(DISCONNECT_DEADLINE_MS, disconnect());
  }

  async #run(): Promise<void> {
    await this.#untilSucceeded(() => this.#producer.connect());
    while (!this.#stop.signal.aborted) {
      await this.#linger();
      const batch = this.#pending.takeRequest();
      if (batch.length > 0) await this.#untilSucceeded(() => this.#produce(batch));
      else await this.#wake.wait();
    }
  }

  /** Lets more records come along, because the broker's work grows with requests rather than records. */
  async #linger(): Promise<void> {
    const { lingerMs } = this.#limits;
    if (lingerMs > 0 && this.#pending.records > 0) await pause(lingerMs, this.#stop.signal);
    else await nextTurn();
  }

  /** Repeats the work with a growing pause. Records that grow too old meanwhile are given up. */
  async #untilSucceeded(work: () => Promise<unknown>): Promise<void> {
    for (let failures = 1; !this.#stop.signal.aborted; failures++) {
      try {
        await work();
        this.#ready = true;
        return;
      } catch (error) {
        this.#ready = false;
        this.#observer.onRetry?.();
        this.#logger.warn({ error, failures }, 'producing failed, trying again');
        this.#giveUpOld();
        const { retryInitialMs: initialMs, retryMaxMs: maxMs } = this.#limits;
        await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), this.#stop.signal);
      }
    }
  }

  #giveUpOld(): void {
    const error = new ProduceTimeoutError('the broker did not acknowledge in time');
    const records = this.#pending.expire(Date.now(), error);
    if (records > 0) this.#observer.onGivenUp?.({ records, reason: 'timeout' });
  }

  async #produce(taken: readonly PendingRecord[]): Promise<void> {
    const batch = taken.filter(({ isSettled }) => !isSettled);
    if (batch.length === 0) return;
    const startedAt = performance.now();
    try {
      await this.#producer.sendBatch({
        acks: -1,
        timeout: this.#limits.requestTimeoutMs,
        topicMessages: [...Map.groupBy(batch, ({ record }) => record.topic)].map(([topic, records]) => ({
          topic,
          messages: records.map(({ record }) => toMessage(record)),
        })),
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#produceApart(batch, error);
      return;
    }
    this.#pending.acknowledge(batch);
    const bytes = batch.reduce((sum, record) => sum + record.bytes, 0);
    this.#observer.onRequest?.({ records: batch.length, bytes, durationMs: performance.now() - startedAt });
  }

  /** The broker refuses a record of the batch for good: halving the batch finds out which. */
  async #produceApart(batch: readonly PendingRecord[], error: unknown): Promise<void> {
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      await this.#untilSucceeded(() => this.#produce(batch.slice(0, middle)));
      await this.#untilSucceeded(() => this.#produce(batch.slice(middle)));
      return;
    }
    const records = batch.filter(({ isSettled }) => !isSettled);
    this.#observer.onGivenUp?.({ records: records.length, reason: 'refused' });
    this.#pending.reject(records, new RecordTooLargeError('the broker refuses the record', { cause: error }));
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const deadline = new AbortController();
  await Promise.race([work, pause(ms, deadline.signal)]);
  deadline.abort();
}

function toMessage({ key, value, headers, partition }: OutgoingRecord) {
  return {
    key,
    value,
    ...(headers !== undefined && { headers: { ...headers } }),
    ...(partition !== undefined && { partition }),
  };
}

const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
]);

function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const type = cause instanceof Error && 'type' in cause ? String(cause.type) : '';
  return refusals.has(type) && !isTransientKafkaError(cause);
}

import type { BatchHandler, OffsetRange, RecordBatch, Settlement } from '../batch.ts';
import { backoffMs } from '../backoff.ts';
import { toDeadLetter, type DeadLetterProducer, type Rejection } from '../dead-letter/dead-letter-record.ts';
import { PoisonRecordsError } from '../faults.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { StalePositionError } from '../offset-store.ts';
import { pause } from '../pause.ts';
import type { KafkaRecord } from '../record.ts';
import type { GroupMember } from './group-member.ts';
import type { ConsumerLimits } from './limits.ts';
import type { Entry, PartitionState } from './partition-state.ts';
import { WakeSignal } from './wake-signal.ts';

export interface DispatcherOptions {
  readonly name: string;
  readonly handler: BatchHandler;
  /** Full names of the topics that the handler is bound to. */
  readonly topics: ReadonlySet<string>;
  readonly member: GroupMember;
  readonly prefix: string;
  readonly producer: DeadLetterProducer;
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly isTransient: (error: unknown) => boolean;
  /** The handler moves the offsets itself: a batch is done when its call is. */
  readonly hasOffsetStore: boolean;
}

/**
 * Feeds one handler: whatever all partitions have delivered while its last call ran is the next batch. What fails is
 * given again, for ever while the fault is transient; a record that fails alone again and again is dead-lettered.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #wake = new WakeSignal();
  readonly #closing = new AbortController();
  /** Entries whose settlement is under way. */
  readonly #unsettled = new Set<Entry>();
  /** Entries that are to be given again, before anything new. */
  #again: Entry[] = [];
  #loop: Promise<void> = Promise.resolve();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** There may be something new in a queue. */
  notify(): void {
    this.#wake.notify();
  }

  /** Hands out nothing more, and waits for what was started, at most until the deadline. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake.notify();
    const deadline = new AbortController();
    await Promise.race([this.#drained(), pause(this.#options.limits.drainDeadlineMs, deadline.signal)]);
    deadline.abort();
  }

  async #drained(): Promise<void> {
    await this.#loop;
    while (this.#unsettled.size > 0) await this.#wake.wait();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const entries = this.#gather();
      if (entries.length === 0) await this.#wake.wait();
      else await this.#handle(entries, 0);
    }
  }

  /** The next batch, within its bounds; partitions take turns by their order of assignment. */
  #gather(): Entry[] {
    const { limits, member, topics } = this.#options;
    const entries = this.#again.filter(({ partition }) => partition.held);
    this.#again = [];
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    for (const partition of member.partitions) {
      if (!topics.has(partition.topic)) continue;
      for (let entry = partition.queue.peek(); entry !== undefined; entry = partition.queue.peek()) {
        const isFull = entries.length >= limits.maxBatchRecords || bytes + entry.bytes > limits.maxBatchBytes;
        if (isFull && entries.length > 0) return entries;
        partition.queue.shift();
        entries.push(entry);
        bytes += entry.bytes;
      }
    }
    return entries;
  }

  /** Calls the handler, again after a pause while the fault is transient, else with halves until one record is left. */
  async #handle(entries: readonly Entry[], transientFailures: number): Promise<void> {
    const held = entries.filter(({ partition }) => partition.held);
    if (held.length === 0 || this.#closing.signal.aborted) return;
    const { name, handler, observer, member } = this.#options;
    const offered = held.filter(({ settled }) => !settled);
    const startedAt = performance.now();
    try {
      const settlements = await handler(this.#toBatch(held, offered));
      observer.onBatch?.({
        handler: name,
        records: offered.length,
        durationMs: performance.now() - startedAt,
      });
      if (this.#options.hasOffsetStore) await this.#moveOver(held, await Promise.all(settlements));
      else this.#awaitSettlements(offered, settlements);
    } catch (error) {
      if (error instanceof StalePositionError) {
        this.#options.logger.info(
          { handler: name },
          'positions were moved by somebody else, reading them again',
        );
        await this.#repeat(() => member.rewind([...new Set(held.map(({ partition }) => partition))]));
        return;
      }
      if (error instanceof PoisonRecordsError) {
        for (const { record, reason, detail } of error.poison) {
          const entry = held.find((one) => one.record === record);
          if (entry !== undefined)
            await this.#deadLetter(entry, { reason, ...(detail !== undefined && { detail }) });
        }
        await this.#handle(held, 0);
        return;
      }
      await this.#recover(held, error, transientFailures);
    }
  }

  async #recover(entries: readonly Entry[], error: unknown, transientFailures: number): Promise<void> {
    const { name, observer, logger, limits } = this.#options;
    const transient = this.#options.isTransient(error);
    observer.onFault?.({ handler: name, transient, error });
    logger.warn({ handler: name, error, transient, records: entries.length }, 'batch failed, trying again');
    if (transient) {
      await this.#backOff(transientFailures + 1);
      await this.#handle(entries, transientFailures + 1);
      return;
    }
    const [only] = entries;
    if (entries.length > 1 || only === undefined) {
      const middle = entries.length >> 1;
      await this.#handle(entries.slice(0, middle), 0);
      await this.#handle(entries.slice(middle), 0);
      return;
    }
    only.failuresAlone += 1;
    if (only.failuresAlone < limits.maxFailuresAlone) await this.#backOff(only.failuresAlone);
    else await this.#deadLetter(only, { reason: 'handler-fault', detail: describe(error) });
    if (!only.settled || this.#options.hasOffsetStore) await this.#handle([only], 0);
    else this.#complete(only);
  }

  #awaitSettlements(
    entries: readonly Entry[],
    settlements: readonly (Settlement | Promise<Settlement>)[],
  ): void {
    for (const [index, entry] of entries.entries()) {
      const settlement = settlements[index];
      if (settlement instanceof Promise) {
        this.#unsettled.add(entry);
        settlement
          .then((settled) => this.#settle(entry, settled))
          .catch((error: unknown) => this.#giveAgain(entry, error))
          .finally(() => {
            this.#unsettled.delete(entry);
            this.#wake.notify();
          });
      } else if (settlement?.kind === 'done') this.#complete(entry);
      else {
        void this.#settle(entry, settlement ?? { kind: 'abandoned' });
      }
    }
  }

  async #settle(entry: Entry, settlement: Settlement): Promise<void> {
    switch (settlement.kind) {
      case 'done':
        this.#complete(entry);
        return;
      case 'dead-letter':
        await this.#deadLetter(entry, settlement);
        this.#complete(entry);
        return;
      case 'abandoned':
        await this.#backOff(1);
        this.#again.push(entry);
        this.#wake.notify();
    }
  }

  /** A record whose work failed later than its batch's call. */
  async #giveAgain(entry: Entry, error: unknown): Promise<void> {
    const { name, observer, logger, limits } = this.#options;
    const transient = this.#options.isTransient(error);
    observer.onFault?.({ handler: name, transient, error });
    logger.warn({ handler: name, error, transient }, 'record failed, trying again');
    if (!transient) entry.failuresAlone += 1;
    if (entry.failuresAlone >= limits.maxFailuresAlone) {
      await this.#deadLetter(entry, { reason: 'handler-fault', detail: describe(error) });
      this.#complete(entry);
      return;
    }
    await this.#backOff(Math.max(1, entry.failuresAlone));
    this.#again.push(entry);
  }

  async #moveOver(entries: readonly Entry[], settlements: readonly Settlement[]): Promise<void> {
    const offered = entries.filter(({ settled }) => !settled);
    for (const [index, entry] of offered.entries()) {
      const settlement = settlements[index];
      if (settlement?.kind === 'dead-letter') await this.#deadLetter(entry, settlement);
    }
    for (const { partition, to } of rangesOf(entries)) partition.storedPosition = to;
    for (const entry of entries) this.#complete(entry);
  }

  #complete(entry: Entry): void {
    entry.partition.complete(entry);
    this.#options.member.onCompleted();
  }

  /** Resolves when the broker has the original on the rejected topic. */
  async #deadLetter(entry: Entry, rejection: Rejection): Promise<void> {
    const { topic, partition, offset } = entry.record;
    await this.#repeat(() =>
      this.#options.producer.send(toDeadLetter(this.#options.prefix, entry.record, rejection)),
    );
    entry.settled = true;
    this.#options.observer.onDeadLetter?.({ topic, partition, reason: rejection.reason });
    const fields = { topic, partition, offset: offset.toString(), ...rejection };
    this.#options.logger.error(fields, 'record dead-lettered');
  }

  #toBatch(held: readonly Entry[], offered: readonly Entry[]): RecordBatch {
    const partitions = new Map<KafkaRecord, PartitionState>(
      offered.map(({ record, partition }) => [record, partition]),
    );
    return {
      records: offered.map(({ record }) => record),
      ranges: rangesOf(held).map(({ partition, to }): OffsetRange => ({
        topic: partition.topic,
        partition: partition.partition,
        from: partition.storedPosition,
        to,
      })),
      signal: this.#closing.signal,
      isOwned: (record) => {
        const partition = partitions.get(record);
        return partition !== undefined && this.#options.member.owns(partition);
      },
    };
  }

  async #backOff(failures: number): Promise<void> {
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = this.#options.limits;
    await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), this.#closing.signal);
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    for (let failures = 1; !this.#closing.signal.aborted; failures++) {
      try {
        await work();
        return;
      } catch (error) {
        this.#options.logger.warn({ error, failures }, 'trying again');
        await this.#backOff(failures);
      }
    }
  }
}

/** Where each partition of the entries stands when they are done. */
function rangesOf(entries: readonly Entry[]): { partition: PartitionState; to: bigint }[] {
  const ends = new Map<PartitionState, bigint>();
  for (const { partition, record } of entries) ends.set(partition, record.offset + 1n);
  return [...ends].map(([partition, to]) => ({ partition, to }));
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BatchHandler, Settlement } from '../batch.ts';
import type { DeadLetterProducer } from '../dead-letter/dead-letter-record.ts';
import { PoisonRecordsError } from '../faults.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { StalePositionError } from '../offset-store.ts';
import { pause } from '../pause.ts';
import { BatchSize } from './batch-size.ts';
import { gather, lineUp } from './gather.ts';
import type { GroupMember } from './group-member.ts';
import type { ConsumerLimits } from './limits.ts';
import type { Entry } from './partition-state.ts';
import { Recovery, type LateFault } from './recovery.ts';
import { byPartition, byRecordKey, Strands, unordered, type HolderOf } from './strands.ts';
import { rangesOf, toBatch } from './to-batch.ts';
import { WakeSignal } from './wake-signal.ts';

export interface DispatcherOptions {
  readonly name: string;
  readonly handler: BatchHandler;
  /** Full names of the topics that the handler is bound to. */
  readonly topics: ReadonlySet<string>;
  /** Whether a record waits while an earlier one with its key is not settled. Default: false. */
  readonly keepsOrder?: boolean;
  /** Whose record it is: tenants take turns. Default: records go in the order in which they were fetched. */
  readonly holderOf?: HolderOf;
  readonly member: Pick<GroupMember, 'partitions' | 'owns' | 'onCompleted' | 'rewind'>;
  readonly prefix: string;
  readonly producer: DeadLetterProducer;
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly isTransient: (error: unknown) => boolean;
  /** The handler stores the positions itself: a batch is done when its call returns. */
  readonly hasOffsetStore: boolean;
}

/**
 * Feeds one handler. Its next batch is everything that the partitions delivered while its last call ran. It makes no
 * difference to records that fail whether their call did or what it had promised: see `Recovery`.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #wake = new WakeSignal();
  readonly #closing = new AbortController();
  readonly #batchSizes: Readonly<Record<'alone' | 'shared', BatchSize>>;
  readonly #strands: Strands;
  readonly #recovery: Recovery;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { maxBatchRecords, targetBatchMs, sharedBatchMs } = options.limits;
    this.#batchSizes = {
      alone: new BatchSize(maxBatchRecords, targetBatchMs),
      shared: new BatchSize(maxBatchRecords, sharedBatchMs),
    };
    const ordered = options.keepsOrder === true ? byRecordKey : unordered;
    this.#strands = new Strands(options.hasOffsetStore ? byPartition : ordered, options.holderOf);
    this.#recovery = new Recovery({
      ...options,
      closing: this.#closing.signal,
      onDeadLetter: (entry) => {
        // With an offset store the handler still has to store the position behind the entry.
        if (options.hasOffsetStore) this.#recovery.repeats.addTogether([entry]);
        else this.#complete(entry);
      },
      onChange: () => {
        this.#wake.notify();
      },
    });
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Call this when a queue may have something new. */
  notify(): void {
    this.#wake.notify();
  }

  /** Gives the handler nothing more, and waits for what was started, at most until the deadline. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake.notify();
    const deadline = new AbortController();
    await Promise.race([this.#drained(), pause(this.#options.limits.drainDeadlineMs, deadline.signal)]);
    deadline.abort();
  }

  async #drained(): Promise<void> {
    await this.#loop;
    while (this.#recovery.pending > 0) await this.#wake.wait();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      // So that what is given again comes together.
      if (!this.#recovery.repeats.isEmpty) await nextTurn();
      const entries = this.#next();
      if (entries.length > 0) {
        await this.#handle(entries);
        continue;
      }
      await this.#wake.wait();
      // So that all partitions of a fetch arrive, and not only the first.
      await nextTurn();
    }
  }

  /** The entries of the next call: those that are given again go first. */
  #next(): readonly Entry[] {
    const { member, topics, limits } = this.#options;
    const { repeats } = this.#recovery;
    const owned = member.partitions.filter((each) => topics.has(each.topic) && member.owns(each));
    if (!repeats.isEmpty) {
      const all = new Set(owned);
      const again = repeats.take(
        (entries) => this.#strands.ready(entries.filter(({ partition }) => all.has(partition))),
        limits.maxBatchRecords,
      );
      if (again.length > 0) return again;
    }
    const unsettled = owned.reduce((sum, partition) => sum + partition.unsettled, 0);
    const mayBegin = owned.length > 0 && unsettled + limits.maxBatchRecords <= limits.maxUnsettledRecords;
    if (!mayBegin) return [];
    lineUp(this.#strands, owned);
    return gather(this.#strands, { ...limits, maxBatchRecords: this.#batchSize.maxRecords });
  }

  /** The one that holds now. It learns from any batch that ends meanwhile: what a record takes is the same for both. */
  get #batchSize(): BatchSize {
    return this.#batchSizes[this.#strands.areShared ? 'shared' : 'alone'];
  }

  /** Calls the handler until it has taken the entries, or they are to be given again later. */
  async #handle(entries: readonly Entry[]): Promise<void> {
    let rest = entries;
    for (let failures = 1; rest.length > 0 && !this.#closing.signal.aborted; failures++) {
      rest = await this.#attempt(rest, failures);
    }
  }

  /** Calls the handler once. Returns the entries to be tried at once, before any others. */
  async #attempt(entries: readonly Entry[], failures: number): Promise<readonly Entry[]> {
    const { hasOffsetStore } = this.#options;
    const held = this.#setAsideUnreadable(
      entries.filter(({ partition, settled }) => partition.held && (hasOffsetStore || !settled)),
    );
    if (held.length === 0) return [];
    try {
      await this.#call(held);
      return [];
    } catch (error) {
      if (error instanceof StalePositionError) return this.#rewind(held, failures);
      const rest = error instanceof PoisonRecordsError ? this.#removePoison(held, error) : undefined;
      return rest ?? this.#recover(held, failures, error);
    }
  }

  async #call(held: readonly Entry[]): Promise<void> {
    const { name, handler, member, observer, hasOffsetStore } = this.#options;
    const offered = held.filter(({ settled }) => !settled);
    const startedAt = performance.now();
    const settlements = await handler(
      toBatch(held, offered, { signal: this.#closing.signal, owns: (partition) => member.owns(partition) }),
    );
    const durationMs = performance.now() - startedAt;
    observer.onBatch?.({ handler: name, records: offered.length, durationMs });
    this.#batchSize.note(offered.length, durationMs);
    if (settlements.length !== offered.length) {
      throw new Error(`${name} answered ${settlements.length} settlements for ${offered.length} records`);
    }
    if (hasOffsetStore)
      await this.#moveOver(held, await Promise.all(settlements.map((one) => Promise.resolve(one))));
    else this.#awaitSettlements(offered, settlements);
  }

  async #rewind(entries: readonly Entry[], failures: number): Promise<readonly Entry[]> {
    const { name, logger, member } = this.#options;
    logger.info({ handler: name }, 'another process has moved the positions, reading them again');
    try {
      await member.rewind([...new Set(entries.map(({ partition }) => partition))]);
    } catch (error) {
      logger.warn({ handler: name, error }, 'reading positions failed, trying again');
    }
    await this.#recovery.backOff(failures);
    // Entries of rewound partitions are not held any more: the next attempt leaves them out.
    return entries;
  }

  /** Dead-letters batches that could not be read. Returns what may be handled meanwhile. */
  #setAsideUnreadable(entries: readonly Entry[]): readonly Entry[] {
    const readable = entries.filter(({ record, settled }) => record.unreadable === undefined || settled);
    if (readable.length === entries.length) return entries;
    for (const entry of entries) {
      const { unreadable } = entry.record;
      if (unreadable === undefined || entry.settled) continue;
      this.#recovery.deadLetter(entry, { reason: unreadable.reason, detail: unreadable.detail });
    }
    return this.#readyOf(readable);
  }

  /**
   * Dead-letters what the error names. Returns what may be handled meanwhile; undefined if the error names nothing new:
   * it is then an error like any other.
   */
  #removePoison(entries: readonly Entry[], { poison }: PoisonRecordsError): readonly Entry[] | undefined {
    const rest = new Map(entries.map((entry) => [entry.record, entry]));
    let isNew = false;
    for (const { record, reason, detail } of poison) {
      const entry = rest.get(record);
      if (entry === undefined || entry.settled) continue;
      isNew = true;
      rest.delete(record);
      this.#recovery.deadLetter(entry, { reason, ...(detail !== undefined && { detail }) });
    }
    return isNew ? this.#readyOf([...rest.values()]) : undefined;
  }

  /** Those that need not wait for others to be settled. The rest is given again. */
  #readyOf(entries: readonly Entry[]): readonly Entry[] {
    const ready = this.#strands.ready(entries);
    if (ready.length === entries.length) return entries;
    const isReady = new Set(ready);
    this.#recovery.repeats.addTogether(entries.filter((entry) => !isReady.has(entry)));
    return ready;
  }

  /** Returns the entries to be tried at once: a call that fails for a while would fail for any others too. */
  async #recover(entries: readonly Entry[], failures: number, error: unknown): Promise<readonly Entry[]> {
    if (!this.#recovery.note(entries, error)) {
      this.#recovery.narrowDown(entries, error);
      return [];
    }
    await this.#recovery.backOff(failures);
    return entries;
  }

  #awaitSettlements(
    entries: readonly Entry[],
    settlements: readonly (Settlement | Promise<Settlement>)[],
  ): void {
    const faults: LateFault[] = [];
    for (const [index, entry] of entries.entries()) {
      const settlement = settlements[index];
      if (settlement === undefined) continue;
      if ('kind' in settlement && settlement.kind === 'done') this.#complete(entry);
      else this.#recovery.meanwhile(() => this.#settleLater(entry, settlement, faults));
    }
  }

  async #settleLater(
    entry: Entry,
    settlement: Settlement | Promise<Settlement>,
    faults: LateFault[],
  ): Promise<void> {
    try {
      await this.#settle(entry, await settlement);
    } catch (error) {
      await this.#recovery.late({ entry, error }, faults);
    }
  }

  async #settle(entry: Entry, settlement: Settlement): Promise<void> {
    switch (settlement.kind) {
      case 'done':
        this.#complete(entry);
        return;
      case 'dead-letter':
        this.#recovery.deadLetter(entry, settlement);
        return;
      case 'abandoned':
        await this.#recovery.backOff(1);
        this.#recovery.repeats.addTogether([entry]);
    }
  }

  async #moveOver(entries: readonly Entry[], settlements: readonly Settlement[]): Promise<void> {
    const offered = entries.filter(({ settled }) => !settled);
    for (const [index, entry] of offered.entries()) {
      const settlement = settlements[index];
      if (settlement?.kind === 'dead-letter') await this.#recovery.sendDeadLetter(entry, settlement);
    }
    for (const { partition, to } of rangesOf(entries)) partition.storedPosition = to;
    for (const entry of entries) this.#complete(entry);
  }

  #complete(entry: Entry): void {
    entry.partition.complete(entry);
    this.#strands.settle(entry);
    this.#options.member.onCompleted(entry.partition);
  }
}

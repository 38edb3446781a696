import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import type { BatchHandler, Settlement } from '../batch.ts';
import type { DeadLetterProducer, Rejection } from '../dead-letter/dead-letter-record.ts';
import { PoisonRecordsError } from '../faults.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { StalePositionError } from '../offset-store.ts';
import { pause } from '../pause.ts';
import { DeadLetters } from './dead-letters.ts';
import { gather } from './gather.ts';
import type { GroupMember } from './group-member.ts';
import type { ConsumerLimits } from './limits.ts';
import type { Entry, PartitionState } from './partition-state.ts';
import { rangesOf, toBatch } from './to-batch.ts';
import { WakeSignal } from './wake-signal.ts';

export interface DispatcherOptions {
  readonly name: string;
  readonly handler: BatchHandler;
  /** Full names of the topics that the handler is bound to. */
  readonly topics: ReadonlySet<string>;
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

/** Entries that a handler is given in one call. */
interface Group {
  readonly entries: readonly Entry[];
  /** Faults in a row that the records did not cause. */
  readonly failures: number;
}

/**
 * Feeds one handler. Its next batch is everything that the partitions delivered while its last call ran. Records that
 * failed are given again: for ever if the fault is transient, else until the one that fails alone is dead-lettered.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #wake = new WakeSignal();
  readonly #closing = new AbortController();
  readonly #deadLetters: DeadLetters;
  /** Number of entries whose settlement is under way. */
  #unsettled = 0;
  /** Entries that are to be given again, before anything new. */
  #again: Entry[] = [];
  #loop: Promise<void> = Promise.resolve();

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#deadLetters = new DeadLetters({ ...options, closing: this.#closing.signal });
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
    while (this.#unsettled > 0) await this.#wake.wait();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const again = this.#again.filter(({ partition }) => partition.held);
      this.#again = [];
      const entries = gather(again, this.#partitions(), this.#options.limits);
      if (entries.length > 0) {
        await this.#handle(entries);
        continue;
      }
      await this.#wake.wait();
      // So that all partitions of a fetch arrive, and not only the first.
      await nextTurn();
    }
  }

  #partitions(): PartitionState[] {
    const { member, topics } = this.#options;
    return member.partitions.filter(({ topic }) => topics.has(topic));
  }

  /** Calls the handler until it has taken every entry, or the entry was dead-lettered or lost with its partition. */
  async #handle(entries: readonly Entry[]): Promise<void> {
    const groups: Group[] = [{ entries, failures: 0 }];
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      if (this.#closing.signal.aborted) return;
      groups.unshift(...(await this.#attempt(group)));
    }
  }

  /** Calls the handler once. Returns the groups to be tried next, in this order; none if it has taken the entries. */
  async #attempt({ entries, failures }: Group): Promise<readonly Group[]> {
    const { name, handler, member, observer, hasOffsetStore } = this.#options;
    const held = entries.filter(({ partition, settled }) => partition.held && (hasOffsetStore || !settled));
    if (held.length === 0) return [];
    const offered = held.filter(({ settled }) => !settled);
    if (await this.#setAsideUnreadable(offered)) return [{ entries, failures }];
    const startedAt = performance.now();
    try {
      const settlements = await handler(
        toBatch(held, offered, { signal: this.#closing.signal, owns: (partition) => member.owns(partition) }),
      );
      const durationMs = performance.now() - startedAt;
      observer.onBatch?.({ handler: name, records: offered.length, durationMs });
      if (settlements.length !== offered.length) {
        throw new Error(`${name} answered ${settlements.length} settlements for ${offered.length} records`);
      }
      if (hasOffsetStore)
        await this.#moveOver(held, await Promise.all(settlements.map((one) => Promise.resolve(one))));
      else this.#awaitSettlements(offered, settlements);
      return [];
    } catch (error) {
      if (error instanceof StalePositionError) return this.#rewind(held, failures);
      if (error instanceof PoisonRecordsError && (await this.#removePoison(held, error))) {
        return [{ entries: held, failures: 0 }];
      }
      return this.#recover({ entries: held, failures }, error);
    }
  }

  async #rewind(entries: readonly Entry[], failures: number): Promise<readonly Group[]> {
    const { name, logger, member } = this.#options;
    logger.info({ handler: name }, 'another process has moved the positions, reading them again');
    try {
      await member.rewind([...new Set(entries.map(({ partition }) => partition))]);
    } catch (error) {
      logger.warn({ handler: name, error }, 'reading positions failed, trying again');
    }
    await this.#backOff(failures + 1);
    // Entries of rewound partitions are not held any more: the next attempt leaves them out.
    return [{ entries, failures: failures + 1 }];
  }

  /** Dead-letters batches that could not be read. Returns false if there are none. */
  async #setAsideUnreadable(entries: readonly Entry[]): Promise<boolean> {
    let found = false;
    for (const entry of entries) {
      const { unreadable } = entry.record;
      if (unreadable === undefined) continue;
      found = true;
      await this.#deadLetter(entry, { reason: unreadable.reason, detail: unreadable.detail });
    }
    return found;
  }

  /** Dead-letters what the error names. Returns false if it names nothing new: it is then an error like any other. */
  async #removePoison(entries: readonly Entry[], { poison }: PoisonRecordsError): Promise<boolean> {
    const byRecord = new Map(entries.map((entry) => [entry.record, entry]));
    let isNew = false;
    for (const { record, reason, detail } of poison) {
      const entry = byRecord.get(record);
      if (entry === undefined || entry.settled) continue;
      isNew = true;
      await this.#deadLetter(entry, { reason, ...(detail !== undefined && { detail }) });
    }
    return isNew;
  }

  async #recover({ entries, failures }: Group, error: unknown): Promise<readonly Group[]> {
    const { name, observer, logger, limits } = this.#options;
    const transient = this.#options.isTransient(error);
    observer.onFault?.({ handler: name, transient });
    const fields = { handler: name, error, transient, records: entries.length };
    logger.warn(fields, 'batch failed, trying again');
    const [only] = entries;
    if (transient || only === undefined) {
      await this.#backOff(failures + 1);
      return [{ entries, failures: failures + 1 }];
    }
    if (entries.length > 1) {
      const middle = entries.length >> 1;
      return [
        { entries: entries.slice(0, middle), failures: 0 },
        { entries: entries.slice(middle), failures: 0 },
      ];
    }
    only.failuresAlone += 1;
    // Of a settled entry only the position remains to be stored: there is nothing to dead-letter.
    if (only.settled || only.failuresAlone < limits.maxFailuresAlone) await this.#backOff(only.failuresAlone);
    else await this.#deadLetter(only, { reason: 'handler-fault', detail: describe(error) });
    return [{ entries, failures: 0 }];
  }

  #awaitSettlements(
    entries: readonly Entry[],
    settlements: readonly (Settlement | Promise<Settlement>)[],
  ): void {
    for (const [index, entry] of entries.entries()) {
      const settlement = settlements[index];
      if (settlement === undefined) continue;
      if ('kind' in settlement && settlement.kind === 'done') this.#complete(entry);
      else void this.#settleLater(entry, settlement);
    }
  }

  /** Never rejects. */
  async #settleLater(entry: Entry, settlement: Settlement | Promise<Settlement>): Promise<void> {
    this.#unsettled += 1;
    try {
      await this.#settle(entry, await settlement);
    } catch (error) {
      await this.#giveAgain(entry, error);
    }
    this.#unsettled -= 1;
    this.#wake.notify();
  }

  async #settle(entry: Entry, settlement: Settlement): Promise<void> {
    switch (settlement.kind) {
      case 'done':
        this.#complete(entry);
        return;
      case 'dead-letter':
        await this.#deadLetter(entry, settlement);
        return;
      case 'abandoned':
        await this.#backOff(1);
        this.#again.push(entry);
    }
  }

  /** Gives a record again whose work failed after the call for its batch had returned. */
  async #giveAgain(entry: Entry, error: unknown): Promise<void> {
    const { name, observer, logger, limits } = this.#options;
    const transient = this.#options.isTransient(error);
    observer.onFault?.({ handler: name, transient });
    logger.warn({ handler: name, error, transient }, 'record failed, trying again');
    if (!transient) entry.failuresAlone += 1;
    if (entry.failuresAlone >= limits.maxFailuresAlone) {
      await this.#deadLetter(entry, { reason: 'handler-fault', detail: describe(error) });
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
    this.#options.member.onCompleted(entry.partition);
  }

  /** With an offset store the handler still has to store the position behind the entry. */
  async #deadLetter(entry: Entry, rejection: Rejection): Promise<void> {
    const isSent = await this.#deadLetters.send(entry, rejection);
    if (isSent && !this.#options.hasOffsetStore) this.#complete(entry);
  }

  async #backOff(failures: number): Promise<void> {
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = this.#options.limits;
    await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), this.#closing.signal);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import type { DeadLetterProducer, Rejection } from '../dead-letter/dead-letter-record.ts';
import type { KafkaLogger } from '../logger.ts';
import type { ConsumerObserver } from '../observers.ts';
import { pause } from '../pause.ts';
import { DeadLetters } from './dead-letters.ts';
import type { ConsumerLimits } from './limits.ts';
import type { Entry } from './partition-state.ts';
import { Repeats } from './repeats.ts';

export interface RecoveryOptions {
  /** Of the handler. */
  readonly name: string;
  /** Prefix of topic names. */
  readonly prefix: string;
  readonly producer: DeadLetterProducer;
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
  readonly observer: ConsumerObserver;
  readonly isTransient: (error: unknown) => boolean;
  readonly closing: AbortSignal;
  /** Called when an entry is on the rejected topic. */
  readonly onDeadLetter: (entry: Entry) => void;
  /** Called when there may be something to give again, or nothing is waited for any more. */
  readonly onChange: () => void;
}

/** A record whose settlement was rejected. */
export interface LateFault {
  readonly entry: Entry;
  readonly error: unknown;
}

/**
 * What becomes of records that failed: they are given again, all together if the fault passes, else in halves, until
 * the one that fails alone is dead-lettered. Other records go on meanwhile.
 */
export class Recovery {
  readonly repeats = new Repeats();
  readonly #options: RecoveryOptions;
  readonly #deadLetters: DeadLetters;
  #pending = 0;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#deadLetters = new DeadLetters(options);
  }

  /** Number of things that are waited for. */
  get pending(): number {
    return this.#pending;
  }

  /** Counts and logs a fault that these entries share. Returns whether it passes. */
  note(entries: readonly Entry[], error: unknown): boolean {
    const { name, observer, logger, isTransient } = this.#options;
    const transient = isTransient(error);
    observer.onFault?.({ handler: name, transient });
    logger.warn({ handler: name, error, transient, records: entries.length }, 'records failed, trying again');
    return transient;
  }

  /** Gives entries again that failed together, in halves: it shows which of them cannot be handled. */
  narrowDown(entries: readonly Entry[], error: unknown): void {
    const [only] = entries;
    if (only !== undefined && entries.length === 1) {
      this.#failAlone(only, error);
      return;
    }
    const middle = entries.length >> 1;
    this.repeats.addApart(entries.slice(0, middle), entries.slice(middle));
    this.#options.onChange();
  }

  #failAlone(entry: Entry, error: unknown): void {
    entry.failuresAlone += 1;
    // Of a settled entry only the position remains to be stored: there is nothing to dead-letter.
    if (!entry.settled && entry.failuresAlone >= this.#options.limits.maxFailuresAlone) {
      this.deadLetter(entry, { reason: 'handler-fault', detail: describe(error) });
      return;
    }
    this.meanwhile(async () => {
      await this.backOff(entry.failuresAlone);
      this.repeats.addApart([entry]);
    });
  }

  /**
   * Records of a call that had returned. Those that share a fault recover as if their call had failed.
   * @param faults those of the call in this turn of the event loop, which this one joins
   */
  async late(fault: LateFault, faults: LateFault[]): Promise<void> {
    if (faults.push(fault) > 1) return;
    await nextTurn();
    const again: Entry[] = [];
    for (const [error, sharing] of Map.groupBy(faults.splice(0), (each) => each.error)) {
      const entries = sharing.map(({ entry }) => entry);
      if (this.note(entries, error)) again.push(...entries);
      else this.narrowDown(entries, error);
    }
    if (again.length > 0) this.#giveAgain(again);
  }

  #giveAgain(entries: readonly Entry[]): void {
    for (const entry of entries) entry.failures += 1;
    const failures = Math.max(...entries.map((entry) => entry.failures));
    this.meanwhile(async () => {
      await this.backOff(failures);
      this.repeats.addTogether(entries);
    });
  }

  deadLetter(entry: Entry, rejection: Rejection): void {
    this.meanwhile(async () => {
      if (await this.sendDeadLetter(entry, rejection)) this.#options.onDeadLetter(entry);
    });
  }

  /** Resolves to false if before that the partition is lost or the consumer closes. */
  sendDeadLetter(entry: Entry, rejection: Rejection): Promise<boolean> {
    return this.#deadLetters.send(entry, rejection);
  }

  /** Does something while other records go on. The work must not reject. */
  meanwhile(work: () => Promise<void>): void {
    this.#pending += 1;
    void work().then(() => {
      this.#pending -= 1;
      this.#options.onChange();
    });
  }

  async backOff(failures: number): Promise<void> {
    const { limits, closing } = this.#options;
    const { retryInitialMs: initialMs, retryMaxMs: maxMs } = limits;
    await pause(backoffMs(failures, { initialMs, maxMs }, Math.random()), closing);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

import { LRUCache } from 'lru-cache';
import { toLookUpError } from '../failure-texts.ts';
import { HttpError } from '../http-error.ts';

/**
 * Finds all addresses of a name, in the order in which they are to be tried.
 * @param signal aborted when nobody waits any more: everything that the look-up holds is then freed
 * @throws an error whose `code` says why, as those of `node:dns` do
 */
export type ResolveName = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;

/** What a name stood for. */
export interface FoundName {
  /** At least one. */
  readonly addresses: readonly string[];
  /** On the clock of `performance.now()`. */
  readonly lookedUpAt: number;
}

/** One caller's share in a look-up. */
export interface LookUp {
  readonly result: Promise<FoundName>;
  /** Waits no longer. The last one who leaves ends the look-up. */
  leave(): void;
}

/** Answers are kept this long, so that a receiver that closes every connection is not looked up for each. */
const MAX_KEPT_MS = 5_000;

/** The part of a connection's greatest age for which an answer is kept: it makes connections that are as old as itself. */
const KEPT_SHARE_OF_AGE = 0.1;

/** A name that could not be found is not looked up again for this long. */
const FAILURE_KEPT_MS = 1_000;

/** A look-up that takes longer has failed. */
const LOOK_UP_TIMEOUT_MS = 5_000;

/** Names that are kept at once. */
const MAX_NAMES = 10_000;

interface RunningLookUp {
  readonly result: Promise<FoundName>;
  readonly controller: AbortController;
  callers: number;
}

/** Looks names up: once for all callers at the same time, and not again for some seconds. */
export class NameCache {
  private readonly resolve: ResolveName;
  private readonly known: LRUCache<string, FoundName | HttpError>;
  private readonly running = new Map<string, RunningLookUp>();

  /** @param maxAgeMs the greatest age of connections, in milliseconds */
  constructor(resolve: ResolveName, maxAgeMs: number) {
    this.resolve = resolve;
    const keptMs = Math.ceil(Math.min(MAX_KEPT_MS, KEPT_SHARE_OF_AGE * maxAgeMs));
    this.known = new LRUCache({ max: MAX_NAMES, ttl: keptMs });
  }

  lookUp(hostname: string): LookUp {
    const known = this.known.get(hostname);
    if (known !== undefined) return { result: settledAs(known), leave: () => undefined };
    const running = this.running.get(hostname) ?? this.begin(hostname);
    running.callers += 1;
    return {
      result: running.result,
      leave: () => {
        running.callers -= 1;
        if (running.callers > 0 || this.running.get(hostname) !== running) return;
        this.running.delete(hostname);
        running.controller.abort();
      },
    };
  }

  private begin(hostname: string): RunningLookUp {
    const controller = new AbortController();
    const running = { controller, callers: 0, result: this.find(hostname, controller) };
    this.running.set(hostname, running);
    const end = (outcome: FoundName | HttpError): void => {
      // A look-up that everybody left says nothing about the name.
      if (this.running.get(hostname) !== running) return;
      this.running.delete(hostname);
      this.known.set(hostname, outcome, outcome instanceof HttpError ? { ttl: FAILURE_KEPT_MS } : {});
    };
    running.result.then(end, end);
    return running;
  }

  private async find(hostname: string, controller: AbortController): Promise<FoundName> {
    const timer = setTimeout(() => {
      controller.abort();
    }, LOOK_UP_TIMEOUT_MS);
    try {
      const addresses = [...new Set(await this.resolveUntilAborted(hostname, controller.signal))];
      if (addresses.length === 0) throw codedError('ENODATA');
      return { addresses, lookedUpAt: performance.now() };
    } catch (error) {
      throw toLookUpError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private resolveUntilAborted(hostname: string, signal: AbortSignal): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(codedError('ETIMEOUT'));
      });
      this.resolve(hostname, signal).then(resolve, reject);
    });
  }
}

function settledAs(known: FoundName | HttpError): Promise<FoundName> {
  return known instanceof HttpError ? Promise.reject(known) : Promise.resolve(known);
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

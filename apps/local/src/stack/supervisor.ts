import { type ExitStatus, type ManagedProcess } from '@casewire/embedded';
import { setTimeout as delay } from 'node:timers/promises';
import { restartDelayMs, stableAfterMs } from './restart-delay.ts';

export interface SupervisorOptions {
  name: string;
  /** Starts the process; for a server, resolves when it serves. */
  start: () => Promise<ManagedProcess>;
  /** Waits until the first process is ready. Restarts do not wait. Default: ready at once. */
  untilReady?: (process: ManagedProcess) => Promise<void>;
  /** Gets a line for each event after the first start. */
  report: (text: string) => void;
}

function describeExit({ code, signal }: ExitStatus): string {
  return signal === null ? `code ${String(code)}` : `signal ${signal}`;
}

/** Keeps one process running: restarts it with a back-off when it ends, until it is stopped. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #stopping = new AbortController();
  #process: ManagedProcess | undefined;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** The first start. @throws any error of `start` or `untilReady`; the process is not restarted then */
  async start(): Promise<void> {
    const starting = this.#startFirst();
    this.#watching = starting.then(
      () => undefined,
      () => undefined,
    );
    this.#watching = this.#watch(await starting);
  }

  async #startFirst(): Promise<ManagedProcess> {
    const first = await this.#options.start();
    this.#process = first;
    await this.#options.untilReady?.(first);
    return first;
  }

  /** From now on the process is not restarted, however it ends. */
  retire(): void {
    this.#stopping.abort();
  }

  /**
   * Asks the process to end and waits. Its own deadline says when it is killed. Waits for a start that is under way,
   * too.
   */
  async stop(): Promise<void> {
    this.retire();
    await this.#process?.stop();
    await this.#watching;
    await this.#process?.stop();
  }

  async kill(): Promise<void> {
    this.retire();
    await this.#process?.kill();
  }

  async #watch(first: ManagedProcess): Promise<void> {
    const { name, report } = this.#options;
    let current = first;
    let attempt = 0;
    for (;;) {
      const startedAt = performance.now();
      const exit = await current.exited;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - startedAt > stableAfterMs) attempt = 0;
      report(`${name} ended (${describeExit(exit)}); restarting in ${restartDelayMs(attempt) / 1000} s`);
      const next = await this.#restart(attempt);
      if (next === undefined) return;
      attempt += 1;
      current = next;
      report(`${name} runs again`);
    }
  }

  /** Repeats the start until it succeeds. Undefined if it was stopped meanwhile. */
  async #restart(firstAttempt: number): Promise<ManagedProcess | undefined> {
    const { name, start, report } = this.#options;
    for (let attempt = firstAttempt; ; attempt += 1) {
      try {
        await delay(restartDelayMs(attempt), undefined, { signal: this.#stopping.signal });
        const next = await start();
        this.#process = next;
        // A stop during the start found no process to end.
        if (this.#stopping.signal.aborted) await next.stop();
        return next;
      } catch (error) {
        if (this.#stopping.signal.aborted) return undefined;
        report(`${name} could not be restarted: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}

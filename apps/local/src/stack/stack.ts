import { type Supervisor } from './supervisor.ts';

/** What runs, in waves: everything in one wave stops together, the wave that was added last stops first. */
export class Stack {
  readonly #waves: Supervisor[][] = [];
  #stopping: Promise<void> | undefined;

  /** Nothing was started: there is nothing to stop. */
  get isEmpty(): boolean {
    return this.#waves.length === 0;
  }

  /** Starts a wave; what could be started is stopped with the rest, also if another of the wave failed. */
  async start(wave: readonly Supervisor[]): Promise<void> {
    this.#waves.push([...wave]);
    const outcomes = await Promise.allSettled(wave.map((supervisor) => supervisor.start()));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }

  /** Stops everything, last wave first; what still runs after the deadline is killed. Repeated calls share one stop. */
  stop(deadlineMs: number): Promise<void> {
    return (this.#stopping ??= this.#stop(deadlineMs));
  }

  /** SIGKILL for everything, at once. */
  async kill(): Promise<void> {
    await Promise.all(this.#waves.flat().map((supervisor) => supervisor.kill()));
  }

  async #stop(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => void this.kill(), deadlineMs);
    // At once: what ends early, or is about to be restarted, must not come back while the rest is stopping.
    for (const supervisor of this.#waves.flat()) supervisor.retire();
    for (const wave of this.#waves.toReversed()) {
      await Promise.all(wave.map((supervisor) => supervisor.stop()));
    }
    clearTimeout(timer);
  }
}

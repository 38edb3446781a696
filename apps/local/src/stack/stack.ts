import { type Supervisor } from './supervisor.ts';

/** The running processes, in waves. A wave stops as a whole; the wave that was added last stops first. */
export class Stack {
  readonly #waves: Supervisor[][] = [];
  #stopping: Promise<void> | undefined;

  /** Whether nothing was started, so that there is nothing to stop. */
  get isEmpty(): boolean {
    return this.#waves.length === 0;
  }

  /** Starts a wave. If one of its processes fails to start, `stop` still stops the others. */
  async start(wave: readonly Supervisor[]): Promise<void> {
    this.#waves.push([...wave]);
    const outcomes = await Promise.allSettled(wave.map((supervisor) => supervisor.start()));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }

  /**
   * Stops all waves, the last one first. Processes that run after the deadline are killed. Repeated calls share one
   * stop.
   */
  stop(deadlineMs: number): Promise<void> {
    return (this.#stopping ??= this.#stop(deadlineMs));
  }

  /** Sends SIGKILL to every process, at once. */
  async kill(): Promise<void> {
    await Promise.all(this.#waves.flat().map((supervisor) => supervisor.kill()));
  }

  async #stop(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => void this.kill(), deadlineMs);
    // All at once: a process that ends early must not be restarted while the rest is stopping.
    for (const supervisor of this.#waves.flat()) supervisor.retire();
    for (const wave of this.#waves.toReversed()) {
      await Promise.all(wave.map((supervisor) => supervisor.stop()));
    }
    clearTimeout(timer);
  }
}

/**
 * Lets one loop sleep until another part of the program has something for it. No wake-up is lost, because the sleeper
 * looks at the state after each `wait`. There may be one waiter at a time.
 */
export class WakeSignal {
  #pending = false;
  #wake: (() => void) | undefined;

  notify(): void {
    this.#pending = true;
    this.#wake?.();
  }

  /** Resolves at the next `notify`, or at once if there was one since the last `wait`. */
  async wait(): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    this.#pending = false;
  }
}

import type { ServerResponse } from 'node:http';

/** Waits before answers. They end early when nobody waits for the answer any more, and when the service stops. */
export class Delays {
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  /** @returns whether the answer is still wanted */
  async wait(delayMs: number, response: ServerResponse): Promise<boolean> {
    if (delayMs > 0 && !this.#isOver) await this.#untilOver(delayMs, response);
    return !this.#isOver && !response.destroyed;
  }

  /** Ends all of them. */
  end(): void {
    this.#isOver = true;
    for (const goOn of this.#waiting) goOn();
  }

  async #untilOver(delayMs: number, response: ServerResponse): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const goOn = () => {
      resolve(undefined);
    };
    const timer = setTimeout(goOn, delayMs);
    response.once('close', goOn);
    this.#waiting.add(goOn);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(goOn);
    response.off('close', goOn);
  }
}

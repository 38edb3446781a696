/** A holder may hold this many times what is free. */
const TIMES_FREE = 3;

/** Stands for the library of the same rule until it is there. */
export class Shares {
  readonly #held = new Map<string, number>();
  #free: number;

  constructor(size: number) {
    this.#free = size;
  }

  take(holder: string): boolean {
    const held = this.#held.get(holder) ?? 0;
    if (this.#free < 1 || (held > 0 && held + 1 > TIMES_FREE * (this.#free - 1))) return false;
    this.#free -= 1;
    this.#held.set(holder, held + 1);
    return true;
  }

  giveBack(holder: string): void {
    const left = (this.#held.get(holder) ?? 0) - 1;
    this.#free += 1;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
  }
}

/** A holder may hold this many times what is free. */
const TIMES_FREE = 3;

/**
 * A pool that many share although nobody can be made to give anything back: requests under way, bytes in memory.
 *
 * A holder may hold at most three times what is free. Alone it gets three quarters of the pool; beside n others that
 * hold all they may, 3/(3n+4) of it. So something is free however much some of them hold, and a holder that has nothing
 * yet may take anything that fits into it.
 */
export class Shares {
  /** What all holders together may hold, for instance a number of requests or of bytes. */
  readonly size: number;
  readonly #held = new Map<string, number>();
  #free: number;

  constructor(size: number) {
    this.size = size;
    this.#free = size;
  }

  get free(): number {
    return this.#free;
  }

  heldBy(holder: string): number {
    return this.#held.get(holder) ?? 0;
  }

  /** Whether the holder may take this much more now. An amount larger than the pool needs the whole pool. */
  mayTake(holder: string, amount = 1): boolean {
    const needed = Math.min(amount, this.size);
    if (needed > this.#free) return false;
    const held = this.heldBy(holder);
    return held === 0 || held + needed <= TIMES_FREE * (this.#free - needed);
  }

  /** Takes it if the holder may. Returns whether it did; each amount that was taken is to be given back once. */
  take(holder: string, amount = 1): boolean {
    if (!this.mayTake(holder, amount)) return false;
    const taken = Math.min(amount, this.size);
    this.#free -= taken;
    this.#held.set(holder, this.heldBy(holder) + taken);
    return true;
  }

  /** Gives back what one `take` took. */
  giveBack(holder: string, amount = 1): void {
    const given = Math.min(amount, this.size, this.heldBy(holder));
    const left = this.heldBy(holder) - given;
    this.#free += given;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
  }
}

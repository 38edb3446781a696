/** Thousandths of a token: whole numbers, so that nothing is lost by rounding. */
const TOKEN = 1_000;

/**
 * A rate as a bucket of tokens. It holds those of a second, at least one, and is full at first. Work is admitted while
 * there is a whole token, and takes as many as it needs: a batch above the bucket leaves it in debt, and is not refused
 * for ever.
 */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #size: number;
  #level: number;
  #filledAt: number;

  /** @param now milliseconds of a clock that never steps back */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#size = TOKEN * Math.max(1, perSecond);
    this.#level = this.#size;
    this.#filledAt = now;
  }

  /** @returns milliseconds until work is admitted; 0 if it was now */
  take(tokens: number, now: number): number {
    // A millisecond is a thousandth of a second, so it adds as many thousandths of a token as a second adds tokens.
    this.#level = Math.min(this.#size, this.#level + (now - this.#filledAt) * this.#perSecond);
    this.#filledAt = now;
    if (this.#level < TOKEN) return (TOKEN - this.#level) / this.#perSecond;
    this.#level -= TOKEN * tokens;
    return 0;
  }
}

/**
 * No batch is limited to fewer records. Each batch has a fixed cost too, so on an overloaded machine batches would shrink to
 * single records, and the fixed cost would be all that is done.
 */
const MIN_RECORDS = 20;

/**
 * How many records a handler is given at once: as many as it handles in about the target time, and 20 at least. A batch is
 * at most twice as large as one that was handled within the target: the first ones of a burst run code that is not compiled yet.
 */
export class BatchSize {
  readonly #limit: number;
  readonly #targetMs: number;
  #maxRecords: number;

  /**
   * @param limit of the records in a batch, however fast they are handled
   * @param targetMs how long a batch should take, in milliseconds; `Infinity`: as long as it takes
   */
  constructor(limit: number, targetMs: number) {
    this.#limit = limit;
    this.#targetMs = targetMs;
    this.#maxRecords = Math.min(limit, targetMs === Infinity ? limit : MIN_RECORDS);
  }

  /** The most records of the next batch. */
  get maxRecords(): number {
    return this.#maxRecords;
  }

  /** Notes how long the handler took for a batch. */
  note(records: number, durationMs: number): void {
    const wanted =
      durationMs > this.#targetMs
        ? Math.floor((records * this.#targetMs) / durationMs)
        : Math.max(this.#maxRecords, 2 * records);
    this.#maxRecords = Math.min(this.#limit, Math.max(MIN_RECORDS, wanted));
  }
}

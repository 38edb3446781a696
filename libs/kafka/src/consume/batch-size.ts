import type { ConsumerLimits } from './limits.ts';

/**
 * A batch is never limited to fewer records. Each batch has a cost of its own, which smaller ones would not take less time
 * for: on a machine that is overloaded, batches of a single record would end all progress.
 */
const MIN_RECORDS = 50;

/** How many records a handler is given at once: as many as it handles in about the target time, and 50 at least. */
export class BatchSize {
  readonly #limits: Pick<ConsumerLimits, 'maxBatchRecords' | 'targetBatchMs'>;
  #maxRecords: number;

  constructor(limits: Pick<ConsumerLimits, 'maxBatchRecords' | 'targetBatchMs'>) {
    this.#limits = limits;
    this.#maxRecords = limits.maxBatchRecords;
  }

  /** The most records of the next batch. */
  get maxRecords(): number {
    return this.#maxRecords;
  }

  /** Notes how long the handler took for a batch. */
  note(records: number, durationMs: number): void {
    const { maxBatchRecords, targetBatchMs } = this.#limits;
    const wanted =
      durationMs > targetBatchMs ? Math.floor((records * targetBatchMs) / durationMs) : 2 * this.#maxRecords;
    this.#maxRecords = Math.min(maxBatchRecords, Math.max(MIN_RECORDS, wanted));
  }
}

import type { ConsumerLimits } from './limits.ts';

/**
 * No batch is limited to fewer records. Each batch has a fixed cost too, so on an overloaded machine batches would shrink to
 * single records, and the fixed cost would be all that is done.
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

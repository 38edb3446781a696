import type { ConsumerLimits } from './limits.ts';

/** How many records a handler is given at once: as many as it handles in about the target time. */
export class BatchSize {
  readonly #limits: Pick<ConsumerLimits, 'maxBatchRecords' | 'targetBatchMs'>;
  #maxRecords: number;

  constructor(limits: Pick<ConsumerLimits, 'maxBatchRecords' | 'targetBatchMs'>) {
    this.#limits = limits;
    this.#maxRecords = limits.maxBatchRecords;
  }

  /** The most records of the next batch; at least one. */
  get maxRecords(): number {
    return this.#maxRecords;
  }

  /** Notes how long the handler took for a batch. */
  note(records: number, durationMs: number): void {
    const { maxBatchRecords, targetBatchMs } = this.#limits;
    this.#maxRecords =
      durationMs > targetBatchMs
        ? Math.max(1, Math.floor((records * targetBatchMs) / durationMs))
        : Math.min(maxBatchRecords, 2 * this.#maxRecords);
  }
}

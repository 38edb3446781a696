import type { Load } from '../observers.ts';

/** Counts the load of all partitions of a consumer against its limits. */
export class InFlightBudget implements Load {
  readonly #max: Load;
  records = 0;
  bytes = 0;

  constructor(max: Load) {
    this.#max = max;
  }

  get isFull(): boolean {
    return this.records >= this.#max.records || this.bytes >= this.#max.bytes;
  }

  add(records: number, bytes: number): void {
    this.records += records;
    this.bytes += bytes;
  }
}

/** Records and bytes that were fetched and are not completed. */
export interface Load {
  readonly records: number;
  readonly bytes: number;
}

/** Counts the load of all partitions of a consumer against its limits. */
export class InFlightBudget implements Load {
  readonly #max: Load;
  readonly #onChange: (load: Load) => void;
  records = 0;
  bytes = 0;

  constructor(max: Load, onChange: (load: Load) => void) {
    this.#max = max;
    this.#onChange = onChange;
  }

  get isFull(): boolean {
    return this.records >= this.#max.records || this.bytes >= this.#max.bytes;
  }

  get remainingBytes(): number {
    return Math.max(0, this.#max.bytes - this.bytes);
  }

  add(load: Load): void {
    this.records += load.records;
    this.bytes += load.bytes;
    this.#onChange(this);
  }

  subtract(load: Load): void {
    this.add({ records: -load.records, bytes: -load.bytes });
  }
}

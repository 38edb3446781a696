import type { Pool } from '@casewire/database';
import { loadOffsets } from '@casewire/invocation-ledger';
import { partitionKey, type OffsetStore, type TopicPartition } from '@casewire/kafka';

/** The positions that the ledger keeps beside what it made of the records. */
export class LedgerOffsetStore implements OffsetStore {
  readonly #pool: Pool;
  readonly #clusterId: () => Promise<string>;
  readonly #beforeReading: () => Promise<void>;

  /** @param beforeReading called before the positions are read from */
  constructor(pool: Pool, clusterId: () => Promise<string>, beforeReading: () => Promise<void>) {
    this.#pool = pool;
    this.#clusterId = clusterId;
    this.#beforeReading = beforeReading;
  }

  async load(partitions: readonly TopicPartition[]): Promise<ReadonlyMap<string, bigint>> {
    await this.#beforeReading();
    const wanted = new Set(partitions.map(partitionKey));
    const positions = await loadOffsets(this.#pool, await this.#clusterId());
    return new Map(
      positions
        .map((position) => [partitionKey(position), position.nextOffset] as const)
        .filter(([key]) => wanted.has(key)),
    );
  }
}

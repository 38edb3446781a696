import type { BatchContext } from './consumed-record.ts';

/**
 * Stands behind the records of a fetch, and tells how far it has read a partition. kafkajs takes that from the last
 * record that it passes on, and passes none on where all are control records, aborted or compacted away.
 */
export class FetchEnd {
  readonly offset: bigint;
  readonly key = null;
  readonly isControlRecord = false;
  readonly batchContext: BatchContext = { producerId: '-1', inTransaction: false };

  /** @param offset the last that was read */
  constructor(offset: bigint) {
    this.offset = offset;
  }
}

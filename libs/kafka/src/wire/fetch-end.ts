import type { BatchContext } from './consumed-record.ts';

/**
 * Says how far a fetch has read a partition, behind its records. kafkajs knows it only from the last record that it
 * passes on, and passes on nothing where there are control records, aborted or compacted ones alone.
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

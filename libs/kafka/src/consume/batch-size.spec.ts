import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BatchSize } from './batch-size.ts';

const limits = { maxBatchRecords: 500, targetBatchMs: 100 };

describe('the size of batches', () => {
  it('makes the handler take no more than twice the target from the second batch on, whatever a record costs', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (msPerRecord, msPerBatch) => {
          const size = new BatchSize(limits);
          for (let batch = 0; batch < 20; batch++) {
            const durationMs = msPerBatch + size.maxRecords * msPerRecord;
            if (batch > 0) expect(durationMs).toBeLessThanOrEqual(2 * limits.targetBatchMs);
            expect(size.maxRecords).toBeGreaterThanOrEqual(1);
            size.note(size.maxRecords, durationMs);
          }
        },
      ),
    );
  });

  it('grows back to the limit after a call that was slow for another reason', () => {
    const size = new BatchSize(limits);
    size.note(5, 30_000);
    expect(size.maxRecords).toBe(1);
    for (let batch = 0; batch < 9; batch++) size.note(size.maxRecords, 5);
    expect(size.maxRecords).toBe(500);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BatchSize } from './batch-size.ts';

const limits = { maxBatchRecords: 500, targetBatchMs: 100 };
const milliseconds = (max: number) => fc.double({ min: 0.01, max, noNaN: true });

describe('the size of batches', () => {
  it('lets the records of a batch take no more than twice the target from the second one on, or is 50', () => {
    fc.assert(
      fc.property(milliseconds(50), milliseconds(500), (msPerRecord, msPerBatch) => {
        const size = new BatchSize(limits);
        for (let batch = 0; batch < 20; batch++) {
          const ofRecordsMs = size.maxRecords * msPerRecord;
          if (batch > 0 && size.maxRecords > 50) {
            expect(Math.floor(ofRecordsMs)).toBeLessThanOrEqual(2 * limits.targetBatchMs);
          }
          expect(size.maxRecords).toBeGreaterThanOrEqual(50);
          size.note(size.maxRecords, msPerBatch + ofRecordsMs);
        }
      }),
    );
  });

  it('grows back to the limit after a call that was slow for another reason', () => {
    const size = new BatchSize(limits);
    size.note(5, 30_000);
    expect(size.maxRecords).toBe(50);
    for (let batch = 0; batch < 4; batch++) size.note(size.maxRecords, 5);
    expect(size.maxRecords).toBe(500);
  });

  it('is the limit where that is lower', () => {
    const size = new BatchSize({ ...limits, maxBatchRecords: 7 });
    size.note(7, 30_000);
    expect(size.maxRecords).toBe(7);
  });
});

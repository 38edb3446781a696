import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BatchSize } from './batch-size.ts';

const TARGET_MS = 100;
const milliseconds = (max: number) => fc.double({ min: 0.01, max, noNaN: true });

describe('the size of batches', () => {
  it('lets the records of a batch take no more than twice the target, from the first one on, or is 20', () => {
    fc.assert(
      fc.property(milliseconds(50), milliseconds(500), (msPerRecord, msPerBatch) => {
        const size = new BatchSize(500, TARGET_MS);
        for (let batch = 0; batch < 20; batch++) {
          const ofRecordsMs = size.maxRecords * msPerRecord;
          if (size.maxRecords > 20) expect(Math.floor(ofRecordsMs)).toBeLessThanOrEqual(2 * TARGET_MS);
          expect(size.maxRecords).toBeGreaterThanOrEqual(20);
          size.note(size.maxRecords, msPerBatch + ofRecordsMs);
        }
      }),
    );
  });

  it('grows no further than to twice what was handled in time', () => {
    const size = new BatchSize(500, TARGET_MS);
    for (let batch = 0; batch < 9; batch++) size.note(3, 5);
    expect(size.maxRecords).toBe(20);
    size.note(20, 5);
    expect(size.maxRecords).toBe(40);
  });

  it('grows back to the limit after a call that was slow for another reason', () => {
    const size = new BatchSize(500, TARGET_MS);
    size.note(5, 30_000);
    expect(size.maxRecords).toBe(20);
    for (let batch = 0; batch < 5; batch++) size.note(size.maxRecords, 5);
    expect(size.maxRecords).toBe(500);
  });

  it('is the limit where that is lower, and where batches may take as long as they like', () => {
    const size = new BatchSize(7, TARGET_MS);
    size.note(7, 30_000);
    expect(size.maxRecords).toBe(7);
    expect(new BatchSize(500, Infinity).maxRecords).toBe(500);
  });
});

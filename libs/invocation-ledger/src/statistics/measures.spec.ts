import { attemptOutcomes } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import { boundOf, BUCKETS } from './histogram.ts';
import { attemptClasses, attemptMeasure, countedEnds, endMeasure, readMeasure } from './measures.ts';

const durations = Array.from({ length: BUCKETS }, (_, bucket) => boundOf(bucket));

describe('a measure', () => {
  it('stands for one class and bucket, and fits into a smallint', () => {
    const codes = [150, 204, 301, 404, 503, 999];
    const measures = attemptOutcomes.flatMap((outcome) =>
      codes.flatMap((responseCode) =>
        durations.map((durationMs) => attemptMeasure({ outcome, responseCode, durationMs })),
      ),
    );
    // 150 and 999 are of no hundred that HTTP answers with.
    expect(new Set(measures).size).toBe(attemptClasses.length * BUCKETS);
    expect(Math.max(...measures)).toBeLessThan(endMeasure('delivered', 0));
    expect(Math.max(...countedEnds.map((status) => endMeasure(status, Infinity)))).toBeLessThan(2 ** 15);
  });

  it('is read as what was counted by it', () => {
    const timeout = attemptMeasure({ outcome: 'timeout', durationMs: 30_000 });
    expect(readMeasure(timeout)).toEqual({ kind: 'attempt', class: 'timeout', bucket: 30 });
    const gone = attemptMeasure({ outcome: 'rejected', responseCode: 410, durationMs: 1 });
    expect(readMeasure(gone)).toEqual({ kind: 'attempt', class: 'http-4xx', bucket: 0 });
    expect(readMeasure(endMeasure('delivered', 1_024))).toEqual({
      kind: 'end',
      status: 'delivered',
      bucket: 20,
    });
    expect(readMeasure(endMeasure('failed', 1_024))).toEqual({ kind: 'end', status: 'failed', bucket: 0 });
  });

  it('of a later version is passed over', () => {
    expect(readMeasure(attemptClasses.length * BUCKETS)).toBeUndefined();
    expect(readMeasure(2 ** 15 - 1)).toBeUndefined();
  });
});

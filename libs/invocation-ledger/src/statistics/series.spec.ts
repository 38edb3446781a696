import { describe, expect, it } from '@jest/globals';
import { attemptMeasure, endMeasure } from './measures.ts';
import { toStatistics } from './series.ts';

describe('a series', () => {
  it('has no negative number where more was taken out than counted', () => {
    const answered = attemptMeasure({ outcome: 'delivered', durationMs: 30 });
    const counts = [
      { at: 0, measure: endMeasure('delivered', 30), count: -2 },
      { at: 0, measure: endMeasure('failed', 0), count: 1 },
      { at: 0, measure: answered, count: -1 },
      { at: 60_000, measure: endMeasure('delivered', 30), count: 1 },
    ];
    const { series, total } = toStatistics(counts, { from: 0, to: 120_000, stepMs: 60_000 });
    const none = { attempts: {}, successRate: 0, attemptMs: null, acceptedToDeliveredMs: null };
    const ended = { delivered: 0, failed: 1, cancelled: 0 };
    expect(series[0]).toEqual({ at: 0, ...none, ended });
    expect(total).toEqual({ ...none, ended });
  });
});

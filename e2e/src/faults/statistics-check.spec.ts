import { describe, expect, it } from '@jest/globals';
import { differencesOf, type Counted, type Totals } from './statistics-check.ts';

const counted: Counted = {
  attempts: { delivered: 3, timeout: 1 },
  ended: { delivered: 3 },
  attemptMs: { p50: 100, p95: 700, p99: 700 },
  acceptedToDeliveredMs: { p50: 0, p95: 30, p99: 30 },
};

const told: Totals = {
  attempts: { delivered: 3, timeout: 1 },
  ended: { delivered: 3, failed: 0, cancelled: 0 },
  successRate: 1,
  attemptMs: { p50: 128, p95: 724.1, p99: 724.1 },
  acceptedToDeliveredMs: { p50: 1, p95: 32, p99: 32 },
};

describe('the statistics after a run', () => {
  it('agree with the ledger where all counts are equal and percentiles are of the same bucket', () => {
    expect(differencesOf(told, counted)).toEqual([]);
  });

  it('differ where anything was counted twice, or not at all', () => {
    expect(differencesOf({ ...told, attempts: { delivered: 4 } }, counted)).toEqual([
      'attempts has 4 delivered, the ledger 3',
      'attempts has 0 timeout, the ledger 1',
    ]);
    expect(differencesOf({ ...told, ended: { ...told.ended, failed: 1 } }, counted)).toEqual([
      'ended has 1 failed, the ledger 0',
    ]);
  });

  it('differ where a percentile is of another bucket', () => {
    expect(differencesOf({ ...told, attemptMs: { p50: 181, p95: 724.1, p99: 256 } }, counted)).toEqual([
      'attemptMs has the p50 181 ms, the ledger 100 ms',
      'attemptMs has the p99 256 ms, the ledger 700 ms',
    ]);
    expect(differencesOf({ ...told, attemptMs: null }, counted)).toEqual([
      'attemptMs is null, other than in the ledger',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readTotals, summarize } from './jest-results.ts';

describe('the totals of jest runs', () => {
  it('are summed into the last line', () => {
    const first = readTotals('{"numPassedTests": 12, "numFailedTests": 1, "numRuntimeErrorTestSuites": 0}');
    const second = readTotals('{"numPassedTests": 3, "numFailedTests": 0, "numRuntimeErrorTestSuites": 0}');
    expect(summarize([first, second])).toBe('15 passed, 1 failed');
  });

  it('count as failed a spec file that cannot be loaded, and a run without results', () => {
    expect(
      readTotals('{"numPassedTests": 0, "numFailedTests": 0, "numRuntimeErrorTestSuites": 2}').failed,
    ).toBe(2);
    expect(readTotals(undefined)).toEqual({ passed: 0, failed: 1 });
  });
});

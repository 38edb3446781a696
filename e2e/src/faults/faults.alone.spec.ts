import { describe, expect, it } from '@jest/globals';
import { faultKindNames } from './kinds.ts';
import { renderReport } from './report.ts';
import { runFaults } from './run-faults.ts';

/** `npm run test:faults` runs others, and longer. */
const SEED = 20_261_129;

describe('under 100 events a second, with processes, servers, receivers and neighbours in trouble', () => {
  it('nothing is lost, out of order or forged, and copies stay within the window', async () => {
    const run = await runFaults({ seed: SEED, lastsMs: 40_000, kinds: faultKindNames });
    const report = renderReport(run);
    process.stderr.write(`${report}\n`);
    if (run.violations.length > 0) throw new Error(report);
    expect(run.faults.length).toBeGreaterThan(5);
  });
});

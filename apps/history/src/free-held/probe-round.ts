import type { Pool } from '@casewire/database';
import { sendProbes } from '@casewire/invocation-ledger';
import type { BreakerLimits } from '@casewire/invocation-state';
import type { HistoryMetrics } from '../history-metrics.ts';

/** How often a round looks for probes that are due. */
const INTERVAL_MS = 500;

export interface ProbeOptions {
  readonly pool: Pool;
  readonly limits: BreakerLimits;
  readonly counters: Pick<HistoryMetrics, 'probes'>;
  /** Called when something became due now. */
  readonly onScheduled: () => void;
}

/**
 * One round of the loop `send-probes`: finds out whether receivers are back.
 * @returns milliseconds until the next round
 */
export async function runProbeRound({ pool, limits, counters, onScheduled }: ProbeOptions): Promise<number> {
  const sent = await sendProbes(pool, limits);
  if (sent > 0) {
    counters.probes.inc(sent);
    onScheduled();
  }
  return INTERVAL_MS;
}

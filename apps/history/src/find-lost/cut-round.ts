import { withCutLeadership } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { stepCut, type CutFindings, type CutParts } from './cut-stepper.ts';
import type { RestoreWatch } from './restore-watch.ts';

/** How often a process looks whether the one that is at the cut has left it. */
const FOLLOW_MS = 5_000;

/** How often a restored ledger is asked whether it has caught up. */
const RESTORE_POLL_MS = 1_000;

export interface CutOptions extends CutParts {
  readonly watch: RestoreWatch;
  readonly logger: Logger;
  /** Told of every finished cut. */
  readonly onFinished: (findings: CutFindings) => void;
}

/** One round of the loop that finds what was lost. @returns milliseconds until the next round */
export async function runCutRound(options: CutOptions): Promise<number> {
  const { pool, watch, intervalMs, logger, onFinished } = options;
  if (!(await watch.isCurrent())) return RESTORE_POLL_MS;
  const progress = await withCutLeadership(pool, () => stepCut(options));
  if (progress === undefined) return FOLLOW_MS;
  if (progress.kind === 'waiting') return Math.min(progress.dueInMs, intervalMs);
  const { findings } = progress;
  onFinished(findings);
  const found =
    findings.releasedAgain + findings.unprocessable + findings.bodiesLost + findings.eventsRematched;
  if (found > 0) logger.warn({ ...findings }, 'found what was lost');
  return 0;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** If a process ran this long before it ended, the back-off begins anew. */
export const stableAfterMs = 60_000;

/** Milliseconds before restart number `attempt` (from 0): 0.5 s, then twice as long each time, at most 30 s. */
export function restartDelayMs(attempt: number): number {
  return Math.min(firstDelayMs * 2 ** attempt, longestDelayMs);
}

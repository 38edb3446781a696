import type { Pool } from '@casewire/database';
import { purgeEnded } from '@casewire/session-store';

const INTERVAL_MS = 10 * 60_000;

/** Deletes sessions and portal links that have ended. @returns milliseconds until the next round */
export async function runPurgeRound(pool: Pool): Promise<number> {
  while ((await purgeEnded(pool)) > 0);
  return INTERVAL_MS;
}

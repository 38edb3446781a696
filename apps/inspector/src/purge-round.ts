import type { Pool } from '@casewire/database';
import { purgeIdempotencyKeys } from '@casewire/idempotency';
import { purgeInspectors } from '@casewire/inspector-store';

const INTERVAL_MS = 60_000;

/** Deletes inspectors that have expired, with what they have kept, and old answers to repeated requests. @returns milliseconds until the next round */
export async function runPurgeRound(pool: Pool): Promise<number> {
  await purgeIdempotencyKeys(pool, 'inspector');
  while ((await purgeInspectors(pool)) > 0);
  return INTERVAL_MS;
}

import { purgeEntries } from '@casewire/audit';
import type { Pool } from '@casewire/database';
import { purgeIdempotencyKeys } from '@casewire/idempotency';
import { purgeExpired } from '@casewire/subscription-store';

const INTERVAL_MS = 60_000;

/**
 * Deletes old secrets, old answers to repeated requests and old entries of the audit.
 * @returns milliseconds until the next round
 */
export async function runPurgeRound(pool: Pool, auditRetentionDays: number): Promise<number> {
  await purgeIdempotencyKeys(pool, 'subscriptions');
  await purgeEntries(pool, auditRetentionDays);
  let purged;
  do {
    purged = await purgeExpired(pool);
  } while (Object.values(purged).some((count) => count > 0));
  return INTERVAL_MS;
}

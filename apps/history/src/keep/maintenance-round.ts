import type { Pool } from '@casewire/database';
import { purgeIdempotencyKeys } from '@casewire/idempotency';
import { ensureLedgerPartitions, removeOldDays } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Makes the partitions of the coming days and removes days past retention. @returns milliseconds until the next round */
export async function runMaintenanceRound(
  pool: Pool,
  retentionDays: number,
  logger: Logger,
): Promise<number> {
  const now = Date.now();
  await ensureLedgerPartitions(pool, now);
  const removed = await removeOldDays(pool, now - retentionDays * DAY_MS);
  await purgeIdempotencyKeys(pool, 'history');
  if (removed.length > 0) logger.info({ days: removed.length }, 'removed invocations past their retention');
  return HOUR_MS;
}

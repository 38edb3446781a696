import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { selectStatistics, type StatisticsRange } from '../sql/statistics.ts';
import { toStatistics, type Statistics } from './series.ts';

/** The statistics of a webhook, or of all of a tenant and environment. They tell of everything that is in the ledger. */
export async function readStatistics(
  pool: Pool,
  scope: TenantScope,
  range: StatisticsRange,
): Promise<Statistics> {
  return toStatistics(await selectStatistics(pool, scope, range), range);
}

import type { Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { applyFact } from './apply/apply.ts';
import { withRateLeadership } from './sql/cuts.ts';
import {
  saveChangedRate,
  selectChangedRates,
  selectRateLimited,
  type ChangedRate,
} from './sql/webhook-rates.ts';

/** Rows of one transaction. */
const BATCH = 500;

/** Webhooks that one call looks at. */
const MAX_WEBHOOKS = 100;

/**
 * Moves the due times that rates have given, where a rate was changed since: what waits comes as much sooner or later as the
 * new rate is faster or slower, and at once where there is no rate any more. One process at a time.
 * @returns how many invocations were moved
 */
export async function followRates(pool: Pool): Promise<number> {
  if ((await selectChangedRates(pool, 1)).length === 0) return 0;
  const moved = await withRateLeadership(pool, async () => {
    let count = 0;
    for (const changed of await selectChangedRates(pool, MAX_WEBHOOKS)) count += await follow(pool, changed);
    return count;
  });
  return moved ?? 0;
}

async function follow(pool: Pool, changed: ChangedRate): Promise<number> {
  const { webhookId, before, after } = changed;
  const factor = after === null ? 0 : before / after;
  let count = 0;
  for (let passed = lowestIdAt(0); ;) {
    const rows = await selectRateLimited(pool, webhookId, passed, BATCH);
    count += (await applyFact(pool, rows, () => ({ kind: 'rate-changed', factor }))).length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) break;
    passed = last.id;
  }
  await saveChangedRate(pool, changed);
  return count;
}

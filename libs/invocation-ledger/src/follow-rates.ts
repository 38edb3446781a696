import type { Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { applyToLedger } from './apply/apply.ts';
import { ledgerClock } from './sql/instants.ts';
import { withRateLeadership } from './sql/leadership.ts';
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
 * Gives new due times to what waits for a rate that was changed: one after the other at the new rate, the oldest first, and
 * at once where there is no rate any more. One process at a time.
 * @returns to how many invocations
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

/**
 * The new due times do not depend on the old ones. So where a process ends before it has noted the new rate, the next one
 * begins again, and nothing is moved twice as far.
 */
async function follow(pool: Pool, changed: ChangedRate): Promise<number> {
  const { webhookId, perSecond, lastStartedAt } = changed;
  const intervalMs = perSecond === null ? 0 : 1000 / perSecond;
  const firstDueAt = Math.max(await ledgerClock(pool), (lastStartedAt?.getTime() ?? 0) + intervalMs);
  const dueAtOf = (place: number): number => Math.round(firstDueAt + place * intervalMs);
  let count = 0;
  for (let passed = lowestIdAt(0); ;) {
    const rows = await selectRateLimited(pool, webhookId, passed, BATCH);
    const updates = rows.map(({ id }, index) => {
      const fact = { kind: 'rate-changed', dueAt: dueAtOf(count + index) } as const;
      return { id, facts: [fact] };
    });
    await applyToLedger(pool, updates);
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) break;
    passed = last.id;
  }
  await saveChangedRate(pool, changed, dueAtOf(count - 1));
  return count;
}

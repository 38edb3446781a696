import type { Pool } from '@casewire/database';
import { lowestIdAt } from '@casewire/events';
import { applyFact } from './apply/apply.ts';
import { selectAgingWebhooks, selectHeldBelow } from './sql/held.ts';
import { ledgerClock } from './sql/instants.ts';

/** Rows of one transaction. */
const BATCH = 500;

/**
 * Ends invocations as `failed: too-old` that are held for longer than the retry policy of their webhook lets attempts
 * start: 500 of each webhook. Each is the current one of its slot, if it has one; the next one may follow. Several
 * processes may call it at once.
 * @returns how many
 */
export async function expireHeld(pool: Pool): Promise<number> {
  const now = await ledgerClock(pool);
  let ended = 0;
  for (const { webhookId, maxAgeSeconds, blocks } of await selectAgingWebhooks(pool)) {
    const below = lowestIdAt(now - maxAgeSeconds * 1000);
    const held = await selectHeldBelow(pool, webhookId, below, BATCH);
    const changed = await applyFact(pool, held, () => ({ kind: 'outlived', blocks }));
    ended += changed.filter(({ state }) => state.reason === 'too-old').length;
  }
  return ended;
}

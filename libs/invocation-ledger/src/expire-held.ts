import type { Pool } from '@casewire/database';
import { applyFact } from './apply/apply.ts';
import { selectAgingWebhooks, selectHeldBefore } from './sql/held.ts';
import { ledgerClock } from './sql/instants.ts';

/** Rows of one transaction. */
const BATCH = 500;

/**
 * Ends invocations as `failed: too-old` that are held for longer than the retry policy of their webhook lets attempts
 * start: 500 of each webhook. What was asked for again, or begun by a replay or a resend, is as old as that request. Each is
 * the current one of its slot, if it has one; the next one may follow. Several processes may call it at once.
 * @returns how many
 */
export async function expireHeld(pool: Pool): Promise<number> {
  const now = await ledgerClock(pool);
  let ended = 0;
  for (const { webhookId, maxAgeSeconds, blocks } of await selectAgingWebhooks(pool)) {
    const since = now - maxAgeSeconds * 1000;
    const held = await selectHeldBefore(pool, webhookId, since, BATCH);
    const changed = await applyFact(pool, held, () => ({ kind: 'outlived', since, blocks }));
    ended += changed.filter(({ state }) => state.reason === 'too-old').length;
  }
  return ended;
}

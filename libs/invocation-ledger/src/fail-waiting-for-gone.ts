import type { Pool } from '@casewire/database';
import { applyFact } from './apply/apply.ts';
import { forgetGoneWebhooks, selectWaitingForGone } from './sql/gone-webhooks.ts';

/** Rows of one transaction. */
const BATCH = 500;

/**
 * For how long what waits for a gone webhook is looked for, at least. Requests that were under way when the webhook was
 * disabled have an outcome by then, and may have been scheduled again by it. Delivery answers for later ones, when they
 * are due.
 */
const WATCH_SECONDS = 120;

/**
 * Ends invocations that wait for webhooks whose receivers are gone, as `failed: gone`. Several processes may call it at
 * once.
 * @returns how many were ended, and whether more may come
 */
export async function failWaitingForGone(
  pool: Pool,
): Promise<{ readonly ended: number; readonly mayComeMore: boolean }> {
  const waiting = await selectWaitingForGone(pool, BATCH);
  if (waiting.length === 0)
    return { ended: 0, mayComeMore: (await forgetGoneWebhooks(pool, WATCH_SECONDS)) > 0 };
  const changed = await applyFact(pool, waiting, () => ({ kind: 'receiver-gone' }));
  return { ended: changed.filter(({ state }) => state.reason === 'gone').length, mayComeMore: true };
}

import { sendAll, type Pool } from '@casewire/database';
import type { Hold } from '@casewire/events';
import { noProbeFound, probeSent, type BreakerLimits } from '@casewire/invocation-state';
import { applyUpdates } from './apply/apply.ts';
import { inLedgerTransaction, type LedgerTransaction } from './apply/ledger-transaction.ts';
import { selectOldestHeld } from './sql/held.ts';
import { ledgerClock } from './sql/instants.ts';
import { lockWebhookStates, selectDueProbes, updateWebhookStates } from './sql/webhook-states.ts';

/** Webhooks that one call looks at. */
const MAX_WEBHOOKS = 100;

/**
 * Schedules the probes of open breakers that are due, one for each: the oldest invocation that is held. A probe that is
 * unanswered for too long is superseded by one with a new number.
 * @returns how many are on their way
 */
export async function sendProbes(pool: Pool, limits: BreakerLimits): Promise<number> {
  let sent = 0;
  for (const webhookId of await selectDueProbes(pool, MAX_WEBHOOKS)) {
    const isSent = await inLedgerTransaction(pool, [], (transaction) =>
      sendProbe(transaction, webhookId, limits),
    );
    if (isSent) sent++;
  }
  return sent;
}

async function sendProbe(
  { client, options }: LedgerTransaction,
  webhookId: string,
  limits: BreakerLimits,
): Promise<boolean> {
  const now = await ledgerClock(client);
  const states = await lockWebhookStates(client, [{ webhookId, pause: null, isNeeded: true }], false);
  const state = states.get(webhookId);
  const opening = state?.breaker.opening;
  // Another process may have sent it.
  if (state === undefined || opening?.dueAt == null || opening.dueAt > now) return false;
  const hold: Hold = { kind: opening.kind, number: opening.number };
  const id = await selectOldestHeld(client, webhookId, hold);
  const breaker = id === undefined ? noProbeFound(state.breaker) : probeSent(state.breaker, now, limits);
  if (id !== undefined)
    await applyUpdates(client, [{ id, facts: [{ kind: 'chosen-as-probe', hold }] }], options);
  await sendAll(client, updateWebhookStates([{ ...state, breaker }], false));
  return id !== undefined;
}

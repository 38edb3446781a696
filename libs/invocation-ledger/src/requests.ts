import { sendAll, type PoolClient } from '@casewire/database';
import type { Hold, TenantScope } from '@casewire/events';
import {
  cancelRefusal,
  probeSent,
  retryRefusal,
  type BreakerLimits,
  type RetryRefusal,
} from '@casewire/invocation-state';
import { applyUpdates } from './apply/apply.ts';
import type { LedgerTransaction } from './apply/ledger-transaction.ts';
import { deleteCancellation, insertCancellation } from './sql/cancellations.ts';
import { ledgerClock } from './sql/instants.ts';
import { noteRetry, wasJustRetried } from './sql/retries.ts';
import { findInvocation } from './sql/shown-invocations.ts';
import { selectCurrent } from './sql/slots.ts';
import { lockWebhookStates, updateWebhookStates } from './sql/webhook-states.ts';

export type RequestResult<Refusal extends string> =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not-found' }
  | {
      readonly kind: 'refused';
      readonly reason: Refusal;
      /** The invocation that a held one waits for, if there is one. */
      readonly holder?: string;
    };

/**
 * Schedules an invocation to be sent again now, unless it is about to be sent anyway. An ordered one waits for its slot.
 * Of several requests within two seconds the first one counts: a double click sends one request. While the breaker of its
 * webhook is open, it is sent as the next probe.
 * @param arrivedAt when it was asked for, by `performance.now()`
 */
export async function requestRetry(
  { client, options }: LedgerTransaction,
  scope: TenantScope,
  id: string,
  arrivedAt: number,
  limits: BreakerLimits,
): Promise<RequestResult<RetryRefusal | 'just-asked' | 'probe-out'>> {
  const invocation = await findInvocation(client, scope, id);
  if (invocation === undefined) return { kind: 'not-found' };
  if (await wasJustRetried(client, id, arrivedAt)) return { kind: 'refused', reason: 'just-asked' };
  const opened = await lockOpening(client, invocation.webhookId);
  if (opened?.opening.isProbeOut === true) return { kind: 'refused', reason: 'probe-out' };
  const fact = { kind: 'retry-requested', ...(opened && { probeOf: opened.hold }) } as const;
  const [row] = await applyUpdates(client, [{ id, facts: [fact] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const { state, webhookId } = row.locked;
  const now = await ledgerClock(client);
  const reason = retryRefusal(state, now, opened?.hold);
  if (reason !== undefined) {
    const { orderingKey } = state;
    const isHeld = reason === 'held' && orderingKey !== null;
    const holder = isHeld ? await selectCurrent(client, { webhookId, orderingKey }) : undefined;
    return { kind: 'refused', reason, ...(holder !== undefined && { holder }) };
  }
  if (opened !== undefined && row.state.heldBy !== null) {
    const breaker = probeSent(opened.state.breaker, now, limits);
    await sendAll(client, updateWebhookStates([{ ...opened.state, breaker }], false));
  }
  await noteRetry(client, id);
  // Delivery would drop the new release if an earlier cancellation were still there.
  await deleteCancellation(client, id);
  return { kind: 'accepted' };
}

/** The open breaker of a webhook, locked; undefined while it is closed. */
async function lockOpening(client: PoolClient, webhookId: string) {
  const states = await lockWebhookStates(client, [{ webhookId, pause: null, isNeeded: true }], false);
  const state = states.get(webhookId);
  const opening = state?.breaker.opening;
  if (state === undefined || opening == null) return undefined;
  const hold: Hold = { kind: opening.kind, number: opening.number };
  return { state, opening, hold };
}

/** Ends an invocation: nothing more is released. Delivery drops a release that it has not sent yet. */
export async function requestCancel(
  { client, options }: LedgerTransaction,
  scope: TenantScope,
  id: string,
): Promise<RequestResult<'ended'>> {
  if ((await findInvocation(client, scope, id)) === undefined) return { kind: 'not-found' };
  const [row] = await applyUpdates(client, [{ id, facts: [{ kind: 'cancel-requested' }] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const reason = cancelRefusal(row.locked.state);
  if (reason !== undefined) return { kind: 'refused', reason };
  // A leased release can still reach Kafka until its lease ends: only a cut begun after that may forget the cancellation.
  await insertCancellation(client, id, row.locked.state.leasedUntil);
  return { kind: 'accepted' };
}

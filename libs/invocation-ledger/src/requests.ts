import { sendAll, type Pool, type PoolClient } from '@casewire/database';
import type { Hold, TenantScope } from '@casewire/events';
import {
  cancelRefusal,
  probeSent,
  retryRefusal,
  type BreakerLimits,
  type Opening,
  type RetryRefusal,
} from '@casewire/invocation-state';
import { applyUpdates } from './apply/apply.ts';
import type { InvocationUpdate } from './apply/invocation-update.ts';
import { inLedgerTransaction, type LedgerTransaction } from './apply/ledger-transaction.ts';
import { deleteCancellations, insertCancellations } from './sql/cancellations.ts';
import { countChosen, findChosen, lastSeqOf, open, type WebhookFilter } from './sql/chosen-invocations.ts';
import { ledgerClock } from './sql/instants.ts';
import { noteRetry, wasJustRetried } from './sql/retries.ts';
import { findInvocation } from './sql/shown-invocations.ts';
import { selectCurrent } from './sql/slots.ts';
import type { WebhookState } from './sql/webhook-state-columns.ts';
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

/** A retry as somebody asks for it. */
export interface RetryRequest {
  readonly scope: TenantScope;
  readonly id: string;
  /** As the audit names actors. */
  readonly by: string;
  /** When it was asked for, by `performance.now()`. */
  readonly arrivedAt: number;
}

/**
 * Schedules an invocation to be sent again now, unless it is about to be sent anyway. An ordered one waits for its slot.
 * Of several requests within two seconds the first one counts: a double click sends one request. While the breaker of its
 * webhook is open, it is sent as the next probe. A pause holds it like everything else.
 */
export async function requestRetry(
  { client, options }: LedgerTransaction,
  { scope, id, by, arrivedAt }: RetryRequest,
  limits: BreakerLimits,
): Promise<RequestResult<RetryRefusal | 'just-asked' | 'probe-out'>> {
  const invocation = await findInvocation(client, scope, id);
  if (invocation === undefined) return { kind: 'not-found' };
  if (await wasJustRetried(client, id, arrivedAt)) return { kind: 'refused', reason: 'just-asked' };
  const { isPaused, opened } = await lockWebhook(client, invocation.webhookId);
  if (opened?.opening.isProbeOut === true) return { kind: 'refused', reason: 'probe-out' };
  const fact = { kind: 'retry-requested', by, ...(opened && { probeOf: opened.hold }) } as const;
  const [row] = await applyUpdates(client, [{ id, facts: [fact] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const { state, webhookId } = row.locked;
  const now = await ledgerClock(client);
  const refusal = retryRefusal(state, now, opened?.hold);
  if (refusal !== undefined) {
    const reason = isPaused && refusal === 'receiver-unavailable' ? 'webhook-paused' : refusal;
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
  await deleteCancellations(client, [id]);
  return { kind: 'accepted' };
}

/** What keeps a webhook from being sent to, locked until the transaction ends. */
interface LockedWebhook {
  /** By its owner or by Casewire. */
  readonly isPaused: boolean;
  /** Its open breaker. Absent while it is closed, or the webhook is paused: a pause holds probes too. */
  readonly opened?: { readonly state: WebhookState; readonly opening: Opening; readonly hold: Hold };
}

async function lockWebhook(client: PoolClient, webhookId: string): Promise<LockedWebhook> {
  const states = await lockWebhookStates(client, [{ webhookId, pause: null, isNeeded: true }], false);
  const state = states.get(webhookId);
  if (state === undefined) return { isPaused: false };
  const { breaker, health, lastPause, endedPause } = state;
  const isPaused = health.ownPause !== null || (lastPause ?? 0) > endedPause;
  const { opening } = breaker;
  if (opening === null || isPaused) return { isPaused };
  const hold: Hold = { kind: opening.kind, number: opening.number };
  return { isPaused, opened: { state, opening, hold } };
}

/** Begins an invocation that somebody asked for. Last in its transaction, because it locks the sequence. */
export async function requestBeginning(
  { client, options }: LedgerTransaction,
  begun: InvocationUpdate,
): Promise<void> {
  await applyUpdates(client, [begun], options);
}

/**
 * Ends an invocation: nothing more is released. Delivery drops a release that it has not sent yet.
 * @param by who has asked, as the audit names actors
 */
export async function requestCancel(
  { client, options }: LedgerTransaction,
  scope: TenantScope,
  id: string,
  by: string,
): Promise<RequestResult<'ended'>> {
  if ((await findInvocation(client, scope, id)) === undefined) return { kind: 'not-found' };
  const [row] = await applyUpdates(client, [{ id, facts: [{ kind: 'cancel-requested', by }] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const reason = cancelRefusal(row.locked.state);
  if (reason !== undefined) return { kind: 'refused', reason };
  // A leased release can still reach Kafka until its lease ends: only a cut begun after that may forget the cancellation.
  await insertCancellations(client, [{ id, notBefore: row.locked.state.leasedUntil }]);
  return { kind: 'accepted' };
}

/** Invocations that one transaction cancels. */
const BATCH = 500;

/** Counts the invocations of a webhook that wait or are on their way, up to a million. */
export function countOpenOf(pool: Pool, scope: TenantScope, filter: WebhookFilter): Promise<number> {
  return countChosen(pool, scope, filter, open);
}

export interface CancelOptions {
  /** Who has asked, as the audit names actors. */
  readonly by: string;
  /** Invocations that are cancelled at most. */
  readonly limit: number;
  /** Called in each transaction that has cancelled some, with how many. */
  readonly onCancelled: (client: PoolClient, count: number) => Promise<void>;
}

/**
 * Ends the invocations of a webhook that wait or are on their way, oldest first, until `limit` are ended.
 * @returns how many, and whether those were all
 */
export async function cancelOpenOf(
  pool: Pool,
  scope: TenantScope,
  filter: WebhookFilter,
  { limit, ...options }: CancelOptions,
): Promise<{ readonly count: number; readonly isComplete: boolean }> {
  const lastSeq = await lastSeqOf(pool, filter.webhookId);
  let count = 0;
  let passedSeq = 0n;
  while (passedSeq < lastSeq && count < limit) {
    const found = await findChosen(pool, scope, filter, open, {
      passedSeq,
      lastSeq,
      limit: Math.min(BATCH, limit - count),
    });
    count += await cancelAll(
      pool,
      found.rows.map(({ id }) => id),
      options,
    );
    ({ passedSeq } = found);
  }
  return { count, isComplete: passedSeq >= lastSeq };
}

function cancelAll(
  pool: Pool,
  ids: readonly string[],
  { by, onCancelled }: Omit<CancelOptions, 'limit'>,
): Promise<number> {
  if (ids.length === 0) return Promise.resolve(0);
  return inLedgerTransaction(pool, [], async ({ client, options }) => {
    const updates = ids.map((id) => ({ id, facts: [{ kind: 'cancel-requested', by } as const] }));
    const rows = await applyUpdates(client, updates, options);
    const cancelled = rows.flatMap(({ id, locked }) =>
      locked === undefined || cancelRefusal(locked.state) !== undefined
        ? []
        : [{ id, notBefore: locked.state.leasedUntil }],
    );
    const asked = new Set(ids);
    const ended = cancelled.filter(({ id }) => asked.has(id));
    await insertCancellations(client, ended);
    if (ended.length > 0) await onCancelled(client, ended.length);
    return ended.length;
  });
}

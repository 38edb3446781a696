import type { TenantScope } from '@casewire/events';
import { cancelRefusal, retryRefusal } from '@casewire/invocation-state';
import { applyUpdates } from './apply/apply.ts';
import type { LedgerTransaction } from './apply/ledger-transaction.ts';
import { deleteCancellation, insertCancellation } from './sql/cancellations.ts';
import { findInvocation } from './sql/shown-invocations.ts';

export type RequestResult<Refusal extends string> =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** Schedules an invocation to be sent again now, whatever its status. An ordered one waits for its slot. */
export async function requestRetry(
  { client, options }: LedgerTransaction,
  scope: TenantScope,
  id: string,
): Promise<RequestResult<'in-flight' | 'no-body'>> {
  if ((await findInvocation(client, scope, id)) === undefined) return { kind: 'not-found' };
  const [row] = await applyUpdates(client, [{ id, facts: [{ kind: 'retry-requested' }] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const reason = retryRefusal(row.locked.state);
  if (reason !== undefined) return { kind: 'refused', reason };
  // Delivery would drop the new release if an earlier cancellation were still there.
  await deleteCancellation(client, id);
  return { kind: 'accepted' };
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

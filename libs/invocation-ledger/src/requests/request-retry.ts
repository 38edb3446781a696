import { retryRefusal } from '@casewire/invocation-state';
import { applyUpdates } from '../apply/apply-updates.ts';
import type { LedgerTransaction } from '../apply/in-ledger-transaction.ts';
import type { LedgerScope } from '../ledger-scope.ts';
import { isVisibleTo } from '../statements/is-visible-to.ts';

export type RequestResult<Refusal extends string> =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** Schedules an invocation to be sent again now, whatever it came to before; an ordered one waits for its slot. */
export async function requestRetry(
  { client, options }: LedgerTransaction,
  scope: LedgerScope,
  id: string,
): Promise<RequestResult<'in-flight' | 'no-body'>> {
  if (!(await isVisibleTo(client, scope, id))) return { kind: 'not-found' };
  const [row] = await applyUpdates(client, [{ id, facts: [{ kind: 'retry-requested' }] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const reason = retryRefusal(row.locked.state);
  if (reason !== undefined) return { kind: 'refused', reason };
  // Else delivery would drop the new release as cancelled.
  await client.query('DELETE FROM history.cancellations WHERE invocation_id = $1', [id]);
  return { kind: 'accepted' };
}

import { cancelRefusal } from '@casewire/invocation-state';
import { applyUpdates } from '../apply/apply-updates.ts';
import type { LedgerTransaction } from '../apply/in-ledger-transaction.ts';
import type { LedgerScope } from '../ledger-scope.ts';
import { insertCancellation } from '../statements/insert-cancellation.ts';
import { isVisibleTo } from '../statements/is-visible-to.ts';
import type { RequestResult } from './request-retry.ts';

/** Ends what is still to come of an invocation. A release that is on Kafka already is dropped by delivery, if it is not too late. */
export async function requestCancel(
  { client, options }: LedgerTransaction,
  scope: LedgerScope,
  id: string,
): Promise<RequestResult<'ended'>> {
  if (!(await isVisibleTo(client, scope, id))) return { kind: 'not-found' };
  const [row] = await applyUpdates(client, [{ id, facts: [{ kind: 'cancel-requested' }] }], options);
  if (row?.locked === undefined) return { kind: 'not-found' };
  const reason = cancelRefusal(row.locked.state);
  if (reason !== undefined) return { kind: 'refused', reason };
  // A claimed release can still reach Kafka until its lease ends: only a cut begun after that may forget it.
  await insertCancellation(client, id, row.locked.state.claimedUntil);
  return { kind: 'accepted' };
}

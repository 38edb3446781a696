import { recordChange, type Action } from '@casewire/audit';
import type { Pool } from '@casewire/database';
import { IdempotencyStore, plainAnswers, type Once, type Row } from '@casewire/idempotency';
import { tenantScope, type Identity } from '@casewire/identity';
import {
  findInvocation,
  inLedgerTransaction,
  requestCancel,
  requestRetry,
  type LedgerTransaction,
  type RequestResult,
} from '@casewire/invocation-ledger';
import type { BreakerLimits } from '@casewire/invocation-state';
import { Problem } from '@casewire/rest';
import { toInvocationView } from '../show-history/invocation-view.ts';

const refusals = {
  'in-flight': 'it is being sent: wait for the outcome',
  due: 'it is about to be sent already: wait for the outcome',
  'just-asked': 'a retry was asked for less than two seconds ago: wait for the outcome',
  held: 'it waits for its turn',
  'webhook-paused': 'its webhook is paused: resume that with POST /v1/webhooks/{id}/resume',
  'receiver-unavailable':
    'its receiver is back, and what has waited for it is sent little by little: wait for its turn',
  'probe-out': 'its receiver does not answer, and a probe is on its way: wait for the outcome',
  'no-body': 'there is nothing to send: its body could not be rendered or was lost',
  ended: 'it has ended already',
} as const;

/** Keeps the answers to requests that change invocations. */
export function createIdempotencyStore(pool: Pool): IdempotencyStore<LedgerTransaction> {
  return new IdempotencyStore('history', plainAnswers, {
    run: (work) => inLedgerTransaction(pool, [], work),
    query: async ({ client }, statement, values) => (await client.query<Row>(statement, [...values])).rows,
  });
}

/** Changes invocations on request. */
export class InvocationChanger {
  readonly #limits: BreakerLimits;
  readonly #onScheduled: () => void;

  /** @param onScheduled called when something became due now */
  constructor(limits: BreakerLimits, onScheduled: () => void) {
    this.#limits = limits;
    this.#onScheduled = onScheduled;
  }

  /** @throws Problem not-found, invalid-state while it is sent or waits anyway, or if it has no body */
  retry(once: Once<LedgerTransaction>, by: Identity, id: string) {
    const arrivedAt = performance.now();
    return this.#change(once, by, { id, action: 'invocation.retried' }, (transaction) =>
      requestRetry(transaction, { scope: tenantScope(by), id, by: by.actor, arrivedAt }, this.#limits),
    );
  }

  /** @throws Problem not-found, invalid-state after its end */
  cancel(once: Once<LedgerTransaction>, by: Identity, id: string) {
    return this.#change(once, by, { id, action: 'invocation.cancelled' }, (transaction) =>
      requestCancel(transaction, tenantScope(by), id, by.actor),
    );
  }

  async #change(
    once: Once<LedgerTransaction>,
    by: Identity,
    { id, action }: { readonly id: string; readonly action: Action },
    request: (transaction: LedgerTransaction) => Promise<RequestResult<keyof typeof refusals>>,
  ) {
    const view = await once.inTransaction(async (transaction) => {
      requireAccepted(await request(transaction));
      await recordChange(transaction.client, by, { action, resource: `invocations/${id}` });
      const invocation = await findInvocation(transaction.client, tenantScope(by), id);
      if (invocation === undefined) throw notFound();
      return toInvocationView(invocation);
    });
    // After a retry it is due now; after a cancellation, the invocation that waited for its slot may be.
    this.#onScheduled();
    return view;
  }
}

function requireAccepted(result: RequestResult<keyof typeof refusals>): void {
  if (result.kind === 'not-found') throw notFound();
  if (result.kind !== 'refused') return;
  const { reason, holder } = result;
  const behind = holder === undefined ? '' : `, behind invocation ${holder} of the same webhook and subject`;
  throw new Problem('invalid-state', { detail: refusals[reason] + behind, extra: { reason, holder } });
}

function notFound(): Problem {
  return new Problem('not-found', { detail: 'there is no such invocation' });
}

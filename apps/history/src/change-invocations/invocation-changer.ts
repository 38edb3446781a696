import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { findInvocation, requestCancel, requestRetry, type RequestResult } from '@casewire/invocation-ledger';
import { Problem } from '@casewire/rest';
import { toInvocationView } from '../show-history/invocation-view.ts';

const refusals = {
  'in-flight': 'it is being sent: wait for the outcome',
  'no-body': 'there is nothing to send: its body could not be rendered or was lost',
  ended: 'nothing more is to come of it',
} as const;

/** Changes invocations on request. */
export class InvocationChanger {
  readonly #pool: Pool;
  readonly #onScheduled: () => void;

  /** @param onScheduled called when something became due now */
  constructor(pool: Pool, onScheduled: () => void) {
    this.#pool = pool;
    this.#onScheduled = onScheduled;
  }

  /** @throws Problem not-found, invalid-state while it is being sent or has no body */
  async retry(scope: TenantScope, id: string) {
    requireAccepted(await requestRetry(this.#pool, scope, id));
    this.#onScheduled();
    return this.#view(scope, id);
  }

  /** @throws Problem not-found, invalid-state after its end */
  async cancel(scope: TenantScope, id: string) {
    requireAccepted(await requestCancel(this.#pool, scope, id));
    // The invocation that waited for it in its slot may be due now.
    this.#onScheduled();
    return this.#view(scope, id);
  }

  async #view(scope: TenantScope, id: string) {
    const invocation = await findInvocation(this.#pool, scope, id);
    if (invocation === undefined) throw new Problem('not-found', { detail: 'there is no such invocation' });
    return toInvocationView(invocation);
  }
}

function requireAccepted(result: RequestResult<keyof typeof refusals>): void {
  if (result.kind === 'not-found') throw new Problem('not-found', { detail: 'there is no such invocation' });
  if (result.kind === 'refused') throw new Problem('invalid-state', { detail: refusals[result.reason] });
}

import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { Once } from '@casewire/idempotency';
import { cancelOpenOf, countOpenOf, type WebhookFilter } from '@casewire/invocation-ledger';
import { MAX_CANCELLED } from '../limits.ts';
import type { CancelRequestBody } from '../replay/replay-schema.ts';
import { requireWebhook } from '../replay/replayer.ts';

/** How many invocations a request has cancelled, or would have. */
export interface CancelledSet {
  readonly count: number;
  /** More of them are left. */
  readonly hasMore: boolean;
}

/** Cancels what of a webhook waits or is on its way. */
export class SetCanceller {
  readonly #pool: Pool;
  readonly #onCancelled: () => void;

  /** @param onCancelled called when invocations that waited for a cancelled one may have become due */
  constructor(pool: Pool, onCancelled: () => void) {
    this.#pool = pool;
    this.#onCancelled = onCancelled;
  }

  /**
   * What is cancelled stays cancelled if the request fails on the way.
   * @throws Problem not-found
   */
  async cancel(
    once: Once,
    scope: TenantScope,
    webhookId: string,
    request: CancelRequestBody,
  ): Promise<CancelledSet> {
    await requireWebhook(this.#pool, scope, webhookId);
    const filter = toFilter(webhookId, request);
    if (request.dryRun) {
      const count = await countOpenOf(this.#pool, scope, filter);
      return { count, hasMore: count > MAX_CANCELLED };
    }
    const cancelled = await once.withHold(async () => {
      const { count, isComplete } = await cancelOpenOf(this.#pool, scope, filter, MAX_CANCELLED);
      return { count, hasMore: !isComplete };
    });
    this.#onCancelled();
    return cancelled;
  }
}

function toFilter(
  webhookId: string,
  { since, until = new Date(), eventType, subject, reason }: CancelRequestBody,
): WebhookFilter {
  return { webhookId, since: since.getTime(), until: until.getTime(), eventType, subject, reason };
}

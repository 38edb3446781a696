import { changedMembers, recordChange } from '@casewire/audit';
import type { Pool, PoolClient } from '@casewire/database';
import type { Once } from '@casewire/idempotency';
import { tenantScope, type Identity } from '@casewire/identity';
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
    by: Identity,
    webhookId: string,
    request: CancelRequestBody,
  ): Promise<CancelledSet> {
    const scope = tenantScope(by);
    await requireWebhook(this.#pool, scope, webhookId);
    const filter = toFilter(webhookId, request);
    if (request.dryRun) {
      const count = await countOpenOf(this.#pool, scope, filter);
      return { count, hasMore: count > MAX_CANCELLED };
    }
    const { dryRun: _dryRun, ...asked } = request;
    const cancelled = await once.withHold(async () => {
      const { count, isComplete } = await cancelOpenOf(this.#pool, scope, filter, {
        by: by.actor,
        limit: MAX_CANCELLED,
        onCancelled: (client, cancelled) => recordCancelled(client, by, webhookId, { ...asked, cancelled }),
      });
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

/** One entry for each transaction that has cancelled some. */
function recordCancelled(client: PoolClient, by: Identity, webhookId: string, what: object): Promise<void> {
  const changed = changedMembers(undefined, { ...what });
  return recordChange(client, by, {
    action: 'webhook.backlog-cancelled',
    resource: `webhooks/${webhookId}`,
    changed,
  });
}

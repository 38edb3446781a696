import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { notificationHistory } from '@casewire/families';
import { findSentBodies, type InvocationSummary, type SentBody } from '@casewire/invocation-ledger';
import { Problem } from '@casewire/rest';
import { webhookExists } from '@casewire/subscription-store';
import { toIso } from '../show-history/invocation-view.ts';
import { readPage } from '../show-history/read-page.ts';
import type { NotificationQuery } from './notification-query.ts';

/** A page ends early with the invocation whose body reaches this many bytes together with those before it. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/** Reads pages with the payloads in them. */
export class NotificationReader {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * JSON text of the page.
   * @throws Problem not-found for a webhook or cursor that the scope never had, cursor-expired
   */
  async read(scope: TenantScope, { after, webhook, limit }: NotificationQuery): Promise<Buffer> {
    await this.#requireWebhook(scope, webhook);
    const filter = { family: notificationHistory.family, webhookId: webhook };
    const { data, hasNext } = await readPage(this.#pool, scope, filter, { limit, after, order: 'asc' });
    const ids = data.map(({ id }) => id);
    const bodies = await findSentBodies(this.#pool, ids, MAX_PAGE_BYTES);
    const shown = bodies.flatMap((sent) => {
      const summary = data.find(({ id }) => id === sent.id);
      return summary === undefined ? [] : [toNotified(summary, sent)];
    });
    return notificationHistory.write(shown, hasNext || shown.length < data.length);
  }

  async #requireWebhook(scope: TenantScope, id: string | undefined): Promise<void> {
    if (id === undefined || (await webhookExists(this.#pool, scope, id))) return;
    throw new Problem('not-found', { detail: `there is no webhook ${id}` });
  }
}

function toNotified(summary: InvocationSummary, { eventTime, body }: SentBody) {
  return {
    id: summary.id,
    webhookId: summary.webhookId,
    eventType: summary.eventType,
    eventTime: eventTime ?? toIso(summary.acceptedAt),
    body,
    isSandbox: summary.environment === 'sandbox',
    attempts: summary.attempts,
    isFinished: summary.status !== 'pending',
    responseCode: summary.responseCode,
    lastAttemptAt: summary.lastAttemptAt === null ? null : new Date(summary.lastAttemptAt),
  };
}

import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { dataspikeHistory } from '@casewire/families/dataspike/history';
import type { Sight } from '@casewire/identity';
import { findSentBodies, type InvocationSummary, type SentBody } from '@casewire/invocation-ledger';
import { pageLimit, Problem } from '@casewire/rest';
import { webhookExists } from '@casewire/subscription-store';
import { z } from 'zod';
import { invocationIdSchema } from '../show-history/history-query.ts';
import { readPage } from '../show-history/read-page.ts';

/** Bytes of bodies in one page: the invocation whose body reaches this limit is the last one of its page. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

export const dataspikeHistoryQuery = z.strictObject({
  after: invocationIdSchema.optional().describe('The page after this invocation.'),
  webhook: z.uuid().toLowerCase().optional().describe('Id of a webhook, also of one that was deleted.'),
  limit: pageLimit(dataspikeHistory.defaultLimit),
});

export type DataspikeHistoryQuery = z.infer<typeof dataspikeHistoryQuery>;

/** Reads pages with the payloads in them. */
export class DataspikeHistoryReader {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * @param sight whoever does not see all sees no payloads: Dataspike's form has no place for what is hidden
   * @returns the page as JSON text
   * @throws Problem not-found for a webhook that the scope never had, cursor-unknown, cursor-expired
   */
  async read(
    scope: TenantScope,
    { after, webhook, limit }: DataspikeHistoryQuery,
    sight: Sight,
  ): Promise<Buffer> {
    await this.#requireWebhook(scope, webhook);
    const filter = { family: dataspikeHistory.family, webhookId: webhook };
    const { data, hasNext } = await readPage(this.#pool, scope, filter, { limit, after, order: 'asc' });
    const ids = data.map(({ id }) => id);
    const bodies = await findSentBodies(this.#pool, ids, MAX_PAGE_BYTES);
    const shown = bodies.flatMap((sent) => {
      const summary = data.find(({ id }) => id === sent.id);
      return summary === undefined
        ? []
        : [toDataspikeInvocation(summary, sight === 'all' ? sent : { ...sent, body: null })];
    });
    return dataspikeHistory.write(shown, hasNext || shown.length < data.length);
  }

  async #requireWebhook(scope: TenantScope, id: string | undefined): Promise<void> {
    if (id === undefined || (await webhookExists(this.#pool, scope, id))) return;
    throw new Problem('not-found', { detail: `there is no webhook ${id}` });
  }
}

function toDataspikeInvocation(summary: InvocationSummary, { eventTime, body }: SentBody) {
  return {
    id: summary.id,
    webhookId: summary.webhookId,
    eventType: summary.eventType,
    eventTime,
    acceptedAt: new Date(summary.acceptedAt),
    body,
    isSandbox: summary.environment === 'sandbox',
    attempts: summary.attempts,
    isFinished: summary.status !== 'pending',
    responseCode: summary.responseCode,
    lastAttemptAt: summary.lastAttemptAt === null ? null : new Date(summary.lastAttemptAt),
  };
}

import type { Pool } from '@casewire/database';
import {
  findInvocation,
  findPayload,
  listAttempts,
  type HistoryFilter,
  type LedgerScope,
} from '@casewire/invocation-ledger';
import { page, Problem } from '@casewire/rest';
import { attemptsPage, type AttemptsQuery } from './attempts-page.ts';
import { toRecordedAttemptView } from './attempt-view.ts';
import type { HistoryQuery } from './history-query.ts';
import { toInvocationView, toPayloadView } from './invocation-view.ts';
import { readPage } from './read-page.ts';

/** Reads the history for one tenant and environment. What they do not have is not found, whoever else has it. */
export class HistoryReader {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async list(scope: LedgerScope, query: HistoryQuery) {
    const { data, hasNext } = await readPage(this.#pool, scope, toFilter(query), query);
    return page(data.map(toInvocationView), hasNext);
  }

  /** @throws Problem not-found */
  async get(scope: LedgerScope, id: string, withPayload: boolean) {
    const invocation = await findInvocation(this.#pool, scope, id);
    if (invocation === undefined) throw new Problem('not-found', { detail: 'there is no such invocation' });
    const view = toInvocationView(invocation);
    return withPayload ? { ...view, ...toPayloadView(await findPayload(this.#pool, id)) } : view;
  }

  /** @throws Problem not-found */
  async attempts(scope: LedgerScope, id: string, query: AttemptsQuery) {
    if ((await findInvocation(this.#pool, scope, id)) === undefined)
      throw new Problem('not-found', { detail: 'there is no such invocation' });
    const { data, hasNext } = attemptsPage(await listAttempts(this.#pool, id), query);
    return page(data.map(toRecordedAttemptView), hasNext);
  }
}

function toFilter(query: HistoryQuery): HistoryFilter {
  return {
    webhookId: query.webhook,
    status: query.status,
    eventType: query.eventType,
    eventId: query.eventId,
    subject: query.subject,
    since: query.since,
    until: query.until,
  };
}

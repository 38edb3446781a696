import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { lookUpEvents } from '@casewire/event-store';
import type { Sight } from '@casewire/identity';
import {
  fillsPlaceholders,
  findHolder,
  findInvocation,
  findLastAttempt,
  findPayload,
  hasAttempt,
  listAttempts,
  type HistoryFilter,
  type InvocationSummary,
} from '@casewire/invocation-ledger';
import { maskBody, type Masked } from '@casewire/masking';
import { cursorOf, page, Problem, unknownCursor } from '@casewire/rest';
import { findMaskingFacts } from '@casewire/subscription-store';
import { MAX_CORRELATED } from '../limits.ts';
import { toAttemptView, type AttemptsQuery } from './attempts.ts';
import type { HistoryQuery } from './history-query.ts';
import { toInvocationView, toPayloadView, withWhy } from './invocation-view.ts';
import { readPage } from './read-page.ts';
import type { Known } from './why.ts';

/** Reads the history of one tenant and environment. Invocations of another tenant are not found. */
export class HistoryReader {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async list(scope: TenantScope, query: HistoryQuery) {
    const eventUids = await this.#correlated(scope, query.correlationId);
    const { data, hasNext } = await readPage(this.#pool, scope, { ...toFilter(query), eventUids }, query);
    return page(data.map(toInvocationView), hasNext);
  }

  /** @throws Problem not-found */
  async get(scope: TenantScope, id: string, sight: Sight) {
    const invocation = await this.#require(scope, id);
    const view = withWhy(toInvocationView(invocation), await this.#known(id, invocation));
    if (sight === 'none') return view;
    const { contentType, body } = await findPayload(this.#pool, id);
    const shown =
      sight === 'all' || body === null ? { bytes: body } : await this.#mask(scope, invocation, body);
    return { ...view, contentType, ...toPayloadView(shown) };
  }

  /** @throws Problem not-found, cursor-unknown */
  async attempts(scope: TenantScope, id: string, query: AttemptsQuery, sight: Sight) {
    await this.#require(scope, id);
    const cursor = cursorOf(query);
    if (cursor !== undefined && !(await hasAttempt(this.#pool, id, cursor))) throw unknownCursor(cursor);
    const { rows, hasNext } = await listAttempts(this.#pool, id, query);
    const all = sight === 'all';
    const isFilled = !all && (await fillsPlaceholders(this.#pool, id));
    return page(
      rows.map((attempt) => toAttemptView(attempt, { all, isFilled })),
      hasNext,
    );
  }

  async #mask(
    scope: TenantScope,
    { eventType, webhookId, acceptedAt }: InvocationSummary,
    body: Buffer,
  ): Promise<Masked> {
    const { originOf } = await findMaskingFacts(this.#pool, scope, [eventType], [webhookId]);
    return maskBody(body, originOf(eventType, webhookId, acceptedAt));
  }

  async #correlated(scope: TenantScope, correlationId: string | undefined): Promise<string[] | undefined> {
    if (correlationId === undefined) return undefined;
    const events = await lookUpEvents(this.#pool, scope, correlationId, ['correlationId'], MAX_CORRELATED);
    return events.map(({ uid }) => uid);
  }

  async #known(id: string, invocation: InvocationSummary): Promise<Known> {
    return {
      invocation,
      lastAttempt: await findLastAttempt(this.#pool, id),
      holder: invocation.releaseState === 'held' ? await findHolder(this.#pool, id) : undefined,
    };
  }

  async #require(scope: TenantScope, id: string): Promise<InvocationSummary> {
    const invocation = await findInvocation(this.#pool, scope, id);
    if (invocation === undefined) throw new Problem('not-found', { detail: 'there is no such invocation' });
    return invocation;
  }
}

function toFilter(query: HistoryQuery): HistoryFilter {
  const { ids, webhook: webhookId, status, outcome, eventType, eventId, subject } = query;
  const { responseCode: responseCodes, blocking, since, until } = query;
  return {
    ...{ ids, webhookId, status, outcome, responseCodes, eventType, eventId, subject },
    blocking: blocking === undefined ? undefined : true,
    since: since?.getTime(),
    until: until?.getTime(),
  };
}

import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { lookUpEvents, lookUpRejectedEvents, type FoundEvent } from '@casewire/event-store';
import { lookUpInvocations, lookUpInvocationsOfEvents } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { shownInstant } from '@casewire/rest';
import { lookUpWebhooks } from '@casewire/subscription-store';
import { MAX_FOUND } from '../limits.ts';
import { gather, type PendingPart } from '../gather.ts';
import { keptUntil, lookUpsFor, type LookUps, type SearchQuery } from './search-query.ts';
import { eventItem, invocationItem, rejectedEventItem, webhookItem, type SearchItem } from './search-view.ts';

/** One more than are listed tells that there are more. */
const LIMIT = MAX_FOUND + 1;

/** How long things are kept, in days. */
export interface Retention {
  readonly invocations: number;
  readonly events: number;
}

/** Finds things of one tenant and environment by a text, in the rows that several services keep. */
export class Searcher {
  readonly #pool: Pool;
  readonly #logger: Logger;
  readonly #keptDays: Retention;

  constructor(pool: Pool, logger: Logger, keptDays: Retention) {
    this.#pool = pool;
    this.#logger = logger;
    this.#keptDays = keptDays;
  }

  /** @throws the first error where no source could be read */
  async search(scope: TenantScope, query: SearchQuery) {
    const { parts, unavailable } = await gather(this.#look(scope, query), (error, service) => {
      this.#logger.warn({ error, service }, 'a part of a search was not read');
    });
    const kinds = parts.flat().map(withoutRepeats);
    const items = kinds.flatMap((found) => found.slice(0, MAX_FOUND));
    const more = kinds.flatMap((found) => found.slice(MAX_FOUND, LIMIT).map(({ kind }) => kind));
    const { invocations, events } = this.#keptDays;
    const until = keptUntil(query.q, Math.max(invocations, events), Date.now());
    return {
      complete: unavailable.length === 0 && more.length === 0,
      ...{ unavailable, items, more },
      keptDays: { invocations, events },
      keptUntil: items.length > 0 || until === undefined ? null : shownInstant(until),
    };
  }

  /** What each service has, by kind. */
  #look(scope: TenantScope, query: SearchQuery): PendingPart<readonly (readonly SearchItem[])[]>[] {
    const [pool, text, keys] = [this.#pool, query.q, lookUpsFor(query)] as const;
    const events = lookUpEvents(pool, scope, text, keys.events, LIMIT);
    const rejected = lookUpRejectedEvents(pool, scope, text, keys.rejectedEvents, LIMIT);
    const webhooks = lookUpWebhooks(pool, scope, text, keys.webhooks, LIMIT);
    const invocations = this.#invocations(scope, text, keys, events);
    return [
      { service: 'history', part: invocations.then((found) => [found]) },
      {
        service: 'ingestion',
        part: Promise.all([
          events.then((found) => found.map(eventItem)),
          rejected.then((found) => found.map(rejectedEventItem)),
        ]),
      },
      { service: 'subscriptions', part: webhooks.then((found) => [found.map(webhookItem)]) },
    ];
  }

  /** Those that have the text themselves, and those of events of which only the event has it. */
  async #invocations(
    scope: TenantScope,
    text: string,
    keys: LookUps,
    events: Promise<readonly FoundEvent[]>,
  ): Promise<SearchItem[]> {
    const own = await lookUpInvocations(this.#pool, scope, text, keys.invocations, LIMIT);
    const found = own.map((invocation) => invocationItem(invocation, invocation.foundBy));
    const byEvent = await events.catch(() => []);
    const [runs, correlated] = [ofKey(byEvent, 'run'), ofKey(byEvent, 'correlationId')];
    const others = await lookUpInvocationsOfEvents(this.#pool, scope, [...runs, ...correlated], LIMIT);
    const isOfRun = new Set(runs);
    return [
      ...found,
      ...others.map((each) => invocationItem(each, isOfRun.has(each.eventUid) ? 'runId' : 'correlationId')),
    ];
  }
}

function ofKey(events: readonly FoundEvent[], key: FoundEvent['foundBy']): string[] {
  return events.filter(({ foundBy }) => foundBy === key).map(({ uid }) => uid);
}

/** What several look-ups have found stands where the first of them has it. */
function withoutRepeats(found: readonly SearchItem[]): SearchItem[] {
  return found.filter(({ id }, index) => found.findIndex((other) => other.id === id) === index);
}

import type { Pool } from '@casewire/database';
import {
  findCursor,
  listInvocations,
  type HistoryFilter,
  type HistoryStretch,
  type InvocationSummary,
  type LedgerScope,
} from '@casewire/invocation-ledger';
import { page, Problem, type Page } from '@casewire/rest';
import type { HistoryQuery } from './history-query.ts';

/**
 * Reads one page of the history. Pages go by `seq`, whose order is that in which invocations became visible: a reader
 * who follows `after` in ascending order misses none that become visible meanwhile, and sees none twice.
 * @throws Problem not-found, cursor-expired
 */
export async function readPage(
  pool: Pool,
  scope: LedgerScope,
  query: HistoryQuery,
): Promise<Page<InvocationSummary>> {
  const stretch = await stretchOf(pool, scope, query);
  const { rows, hasNext } = await listInvocations(pool, scope, toFilter(query), stretch);
  const isBackwards = stretch.from !== startOf(query);
  return page(isBackwards ? [...rows].reverse() : rows, hasNext);
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

function startOf({ order }: HistoryQuery): HistoryStretch['from'] {
  return order === 'asc' ? 'oldest' : 'newest';
}

async function stretchOf(pool: Pool, scope: LedgerScope, query: HistoryQuery): Promise<HistoryStretch> {
  const { after, before, order, limit, webhook } = query;
  const bounds: { above?: bigint; below?: bigint } = {};
  const [lower, upper] = order === 'asc' ? [after, before] : [before, after];
  if (lower !== undefined) bounds.above = (await requireCursor(pool, scope, lower, webhook)).upwards;
  if (upper !== undefined) bounds.below = (await requireCursor(pool, scope, upper, webhook)).downwards;
  // The page before a cursor is the one next to it, so it is read from the cursor on, backwards.
  const isBackwards = before !== undefined && after === undefined;
  const from = startOf(query);
  return { ...bounds, limit, from: isBackwards ? opposite(from) : from };
}

async function requireCursor(pool: Pool, scope: LedgerScope, id: string, webhook: string | undefined) {
  const cursor = await findCursor(pool, scope, id, webhook);
  if (cursor.kind === 'found') return cursor;
  if (cursor.kind === 'unknown') throw new Problem('not-found', { detail: `there is no invocation ${id}` });
  throw new Problem('cursor-expired', {
    detail: `invocation ${id} is no longer kept; the list resumes at \`oldest\``,
    extra: { oldest: cursor.oldest },
  });
}

function opposite(from: HistoryStretch['from']): HistoryStretch['from'] {
  return from === 'oldest' ? 'newest' : 'oldest';
}

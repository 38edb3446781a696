import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import {
  findCursor,
  listInvocations,
  type HistoryFilter,
  type HistoryStretch,
  type InvocationSummary,
} from '@casewire/invocation-ledger';
import { page, Problem, unknownCursor, type Page } from '@casewire/rest';

/** The page of a list that a reader asks for: after or before an invocation, in the chosen order. */
export interface HistoryPageRequest {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/**
 * Reads one page of the history. Pages go by `seq`, whose order is the order in which invocations became visible. So a
 * reader who follows `after` in ascending order misses no invocation that becomes visible meanwhile, and sees none twice.
 * @throws Problem cursor-unknown, cursor-expired
 */
export async function readPage(
  pool: Pool,
  scope: TenantScope,
  filter: HistoryFilter,
  request: HistoryPageRequest,
): Promise<Page<InvocationSummary>> {
  const stretch = await stretchOf(pool, scope, filter, request);
  const { rows, hasNext } = await listInvocations(pool, scope, filter, stretch);
  const isBackwards = stretch.from !== startOf(request);
  return page(isBackwards ? [...rows].reverse() : rows, hasNext);
}

function startOf({ order }: HistoryPageRequest): HistoryStretch['from'] {
  return order === 'asc' ? 'oldest' : 'newest';
}

async function stretchOf(
  pool: Pool,
  scope: TenantScope,
  filter: HistoryFilter,
  request: HistoryPageRequest,
): Promise<HistoryStretch> {
  const { after, before, order, limit } = request;
  const bounds: { above?: bigint; below?: bigint } = {};
  const [lower, upper] = order === 'asc' ? [after, before] : [before, after];
  if (lower !== undefined) bounds.above = (await requireCursor(pool, scope, lower, filter)).upwards;
  if (upper !== undefined) bounds.below = (await requireCursor(pool, scope, upper, filter)).downwards;
  // The page before a cursor ends directly before it, so it is read from the cursor on, backwards.
  const isBackwards = before !== undefined && after === undefined;
  const from = startOf(request);
  return { ...bounds, limit, from: isBackwards ? opposite(from) : from };
}

async function requireCursor(pool: Pool, scope: TenantScope, id: string, filter: HistoryFilter) {
  const cursor = await findCursor(pool, scope, id, filter);
  if (cursor.kind === 'found') return cursor;
  if (cursor.kind === 'unknown') throw unknownCursor(id);
  throw new Problem('cursor-expired', {
    detail: `invocation ${id} is no longer kept; the list resumes at \`oldest\``,
    extra: { oldest: cursor.oldest },
  });
}

function opposite(from: HistoryStretch['from']): HistoryStretch['from'] {
  return from === 'oldest' ? 'newest' : 'oldest';
}

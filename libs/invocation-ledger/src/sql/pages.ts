import { hasText, type Pool } from '@casewire/database';
import { lowestIdAt, uuidTimestampMs, type AttemptOutcome, type TenantScope } from '@casewire/events';
import type { ApiStatus } from '@casewire/invocation-state';
import { isOfEvent } from './ids.ts';
import { retainedFrom } from './partitions.ts';
import { summaryColumns, toSummary, type InvocationSummary, type SummaryRow } from './shown-invocations.ts';

/** Which invocations of a scope to show. A field that is undefined does not restrict them. */
export interface HistoryFilter {
  readonly ids?: readonly string[] | undefined;
  /** Uids of events. */
  readonly eventUids?: readonly string[] | undefined;
  readonly webhookId?: string | undefined;
  readonly family?: string | undefined;
  readonly status?: ApiStatus | undefined;
  readonly eventType?: string | undefined;
  readonly eventId?: string | undefined;
  readonly subject?: string | undefined;
  /** Code of the reason, without its detail. */
  readonly reason?: string | undefined;
  /** The class of the last failure. */
  readonly failure?: string | undefined;
  /** How the last attempt ended. */
  readonly outcome?: AttemptOutcome | undefined;
  /** Status of the answer to the last attempt: the first and the last one that match. */
  readonly responseCodes?: readonly [number, number] | undefined;
  /** Only those that block the later ones of their subject. */
  readonly blocking?: true | undefined;
  /** Accepted at or after, milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** Accepted before, milliseconds since the epoch. */
  readonly until?: number | undefined;
}

/** Conditions of a statement and the values of their parameters, in order. */
export interface Conditions {
  readonly sql: readonly string[];
  readonly values: readonly unknown[];
}

const isHeld = `(release_state IN ('held', 'held-by-webhook'))`;

const statusConditions: Readonly<Record<ApiStatus, string>> = {
  pending: `status = 'pending' AND attempts = 0 AND ${isHeld} IS NOT TRUE`,
  retrying: `status = 'pending' AND attempts > 0 AND ${isHeld} IS NOT TRUE`,
  // What is held always has a reason, like what has failed: see below.
  held: `status = 'pending' AND ${isHeld} AND reason IS NOT NULL`,
  delivered: `status = 'delivered'`,
  // A failed row always has a reason. The condition on it lets PostgreSQL use the partial index.
  failed: `status = 'failed' AND reason IS NOT NULL`,
  cancelled: `status = 'cancelled'`,
};

/** How the last attempt of an invocation ended. */
const lastOutcome = `(SELECT outcome FROM history.attempts a WHERE a.invocation_id = invocations.id
  ORDER BY started_at DESC, number DESC, a.id DESC LIMIT 1)`;

/** Instants become bounds of the id, which leave out the partitions of whole days. */
export function conditionsOf(scope: TenantScope, filter: HistoryFilter): Conditions {
  const sql: string[] = ['seq IS NOT NULL'];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    sql.push(condition(`$${values.length}`));
  };
  add((p) => `tenant_id = ${p}`, scope.tenantId);
  add((p) => `environment = ${p}`, scope.environment);
  add((p) => `id = ANY (${p}::uuid[])`, filter.ids);
  // The arrays make PostgreSQL look the few rows up by their keys.
  add(
    (p) => `id = ANY (ARRAY(SELECT found.id FROM unnest(${p}::uuid[]) AS event (uid) CROSS JOIN LATERAL
      (SELECT id FROM history.invocations WHERE ${isOfEvent('event.uid')}) AS found))`,
    filter.eventUids,
  );
  add((p) => `webhook_id = ${p}`, filter.webhookId);
  add((p) => `family = ${p}`, filter.family);
  add((p) => `event_type = ${p}`, filter.eventType);
  add((p) => hasText('event_id', `${p}::text`), filter.eventId);
  add((p) => hasText('subject', `${p}::text`), filter.subject);
  add((p) => `split_part(reason, ':', 1) = ${p}`, filter.reason);
  add((p) => `failure = ${p}`, filter.failure);
  add((p) => `attempts > 0 AND ${lastOutcome} = ${p}`, filter.outcome);
  add((p) => `response_code >= ${p}`, filter.responseCodes?.[0]);
  add((p) => `response_code <= ${p}`, filter.responseCodes?.[1]);
  add((p) => `id >= ${p}::uuid`, filter.since === undefined ? undefined : lowestIdAt(filter.since));
  add((p) => `id < ${p}::uuid`, filter.until === undefined ? undefined : lowestIdAt(filter.until));
  if (filter.blocking)
    sql.push(
      'id = ANY (ARRAY(SELECT invocation_id FROM history.blocking WHERE tenant_id = $1 AND environment = $2))',
    );
  if (filter.status !== undefined) sql.push(statusConditions[filter.status]);
  return { sql, values };
}

/** A stretch of the history by `seq`: exclusive bounds, and the end at which reading begins. */
export interface HistoryStretch {
  readonly above?: bigint | undefined;
  readonly below?: bigint | undefined;
  readonly from: 'oldest' | 'newest';
  readonly limit: number;
}

/** Reads up to `limit` invocations in the order of the stretch, and whether the stretch has more of them. */
export async function listInvocations(
  pool: Pool,
  scope: TenantScope,
  filter: HistoryFilter,
  { above, below, from, limit }: HistoryStretch,
): Promise<{ readonly rows: readonly InvocationSummary[]; readonly hasNext: boolean }> {
  const { sql, values } = conditionsOf(scope, filter);
  const bounds = [
    ...(above === undefined ? [] : [`seq > ${above}`]),
    ...(below === undefined ? [] : [`seq < ${below}`]),
  ];
  const result = await pool.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM history.invocations
      WHERE ${[...sql, ...bounds].join(' AND ')}
      ORDER BY seq ${from === 'oldest' ? 'ASC' : 'DESC'}
      LIMIT ${limit + 1}`,
    [...values],
  );
  return { rows: result.rows.slice(0, limit).map(toSummary), hasNext: result.rows.length > limit };
}

/** Where a reader stands, by the id of the last invocation that the reader has seen. */
export type HistoryCursor =
  | {
      readonly kind: 'found';
      /** A reader who goes upwards continues above this `seq`. */
      readonly upwards: bigint;
      /** A reader who goes downwards continues below this `seq`. */
      readonly downwards: bigint;
    }
  | { readonly kind: 'unknown' }
  /** Retention has removed the invocation. `oldest` is the first one that is left, if there is one. */
  | { readonly kind: 'expired'; readonly oldest: string | null };

interface CursorRow {
  readonly seq: string;
  readonly first_seq: string | null;
}

/**
 * Looks a cursor up. Rows that are added once more while a restored ledger catches up may change places. So a cursor
 * among them stands for all of them until it has: its reader sees some invocations twice and misses none. Not for longer,
 * since a reader of more than a page of them would begin again for ever.
 * @param filter of the list that is read, for `oldest`
 */
export async function findCursor(
  pool: Pool,
  scope: TenantScope,
  id: string,
  filter: HistoryFilter = {},
): Promise<HistoryCursor> {
  const { rows } = await pool.query<CursorRow>(
    `SELECT i.seq, r.first_seq
       FROM history.invocations i
       LEFT JOIN history.restores r ON i.seq >= r.first_seq AND r.last_seq IS NULL
      WHERE i.id = $1 AND i.tenant_id = $2 AND i.environment = $3 AND i.seq IS NOT NULL`,
    [id, scope.tenantId, scope.environment],
  );
  const [row] = rows;
  if (row !== undefined) return found(row);
  const from = await retainedFrom(pool);
  if (from === undefined || uuidTimestampMs(id) >= from) return { kind: 'unknown' };
  return { kind: 'expired', oldest: await findOldest(pool, scope, filter) };
}

function found(row: CursorRow): HistoryCursor {
  const seq = BigInt(row.seq);
  if (row.first_seq === null) return { kind: 'found', upwards: seq, downwards: seq };
  return { kind: 'found', upwards: BigInt(row.first_seq) - 1n, downwards: MAX_SEQ };
}

const MAX_SEQ = 2n ** 63n - 1n;

async function findOldest(pool: Pool, scope: TenantScope, filter: HistoryFilter): Promise<string | null> {
  const { sql, values } = conditionsOf(scope, filter);
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM history.invocations WHERE ${sql.join(' AND ')} ORDER BY seq LIMIT 1`,
    [...values],
  );
  return rows[0]?.id ?? null;
}

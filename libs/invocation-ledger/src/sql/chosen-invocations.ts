import type { Pool, PoolClient } from '@casewire/database';
import { lowestIdAt, type TenantScope } from '@casewire/events';
import { COPY_MARK } from '../copies.ts';
import { instant } from './instants.ts';
import { conditionsOf, type Conditions, type HistoryFilter } from './pages.ts';

// Invocations of one webhook that a request chooses by a filter: for a replay, or to be cancelled.

type Client = Pick<Pool | PoolClient, 'query'>;

/** The filter of a request that concerns one webhook. */
export interface WebhookFilter extends HistoryFilter {
  readonly webhookId: string;
  readonly since: number;
  readonly until: number;
}

/** Invocations that a request looks at in one statement. */
const STRETCH = 10_000;

/** A count that reaches this means "at least": it must not take long. */
const MAX_COUNTED = 1_000_000;

/** Conditions that only constants complete. */
type Choice = (parameter: number) => { readonly sql: readonly string[]; readonly values: readonly unknown[] };

/** Invocations that are on their way or wait. */
export const open: Choice = () => ({ sql: ['release_state IS NOT NULL'], values: [] });

/**
 * Invocations that a replay sends again: those that have ended. One that waits is sent anyway. One that was attempted
 * since the replay was asked for has been sent: so a replay sends nothing twice, even if its own progress was lost with a
 * restored ledger. Copies that a replay has made are left to those who retry them, since their originals are sent; only what is
 * chosen by its failure has its copies sent too.
 * @param askedAt milliseconds since the epoch
 */
export function replayable(askedAt: number, { failure }: Pick<WebhookFilter, 'failure'>): Choice {
  return (parameter) => ({
    sql: [
      `(release_state IS NULL OR release_state = 'blocking') AND body IS NOT NULL`,
      `(last_attempt_at IS NULL OR last_attempt_at < $${parameter})`,
      ...(failure === undefined ? [`headers::text NOT LIKE '%${COPY_MARK}%'`] : []),
    ],
    values: [instant(askedAt)],
  });
}

function chosen(scope: TenantScope, filter: HistoryFilter, choice: Choice): Conditions {
  const { sql, values } = conditionsOf(scope, filter);
  const added = choice(values.length + 1);
  return { sql: [...sql, ...added.sql], values: [...values, ...added.values] };
}

/** The `seq` of the invocation of a webhook that became visible last; 0 if it has none. */
export async function lastSeqOf(client: Client, webhookId: string): Promise<bigint> {
  const { rows } = await client.query<{ seq: string }>(
    `SELECT seq FROM history.invocations WHERE webhook_id = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1`,
    [webhookId],
  );
  return BigInt(rows[0]?.seq ?? 0);
}

/** Counts invocations, up to a million of them. */
export async function countChosen(
  client: Client,
  scope: TenantScope,
  filter: WebhookFilter,
  choice: Choice,
): Promise<number> {
  const { sql, values } = chosen(scope, filter, choice);
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count
       FROM (SELECT 1 FROM history.invocations WHERE ${sql.join(' AND ')} LIMIT ${MAX_COUNTED}) AS counted`,
    [...values],
  );
  return rows[0]?.count ?? 0;
}

/** An invocation that was chosen. */
export interface ChosenInvocation {
  readonly id: string;
  readonly seq: bigint;
  readonly attempts: number;
  readonly orderingKey: string | null;
  /** It has failed, and the later ones of its subject wait for its own success. */
  readonly isBlocking: boolean;
  readonly bodyBytes: number;
}

/** What a search by `seq` has found, and how far it came. */
export interface FoundStretch {
  readonly rows: readonly ChosenInvocation[];
  /** All up to this `seq` was looked at. */
  readonly passedSeq: bigint;
}

/** Part of the invocations of a webhook: above one `seq`, up to another. */
interface Bounds {
  readonly passedSeq: bigint;
  readonly lastSeq: bigint;
}

/**
 * Finds the first invocations above a `seq`. It looks at 10,000 of the webhook at most, so it may find none although some
 * follow.
 */
export async function findChosen(
  pool: Pool,
  scope: TenantScope,
  filter: WebhookFilter,
  choice: Choice,
  { passedSeq, lastSeq, limit }: Bounds & { readonly limit: number },
): Promise<FoundStretch> {
  const end = await endOfStretch(pool, filter, { passedSeq, lastSeq });
  const { sql, values } = chosen(scope, filter, choice);
  const { rows } = await pool.query<Omit<ChosenInvocation, 'seq'> & { readonly seq: string }>(
    `SELECT id, seq, attempts, ordering_key AS "orderingKey",
            release_state IS NOT DISTINCT FROM 'blocking' AS "isBlocking", coalesce(octet_length(body), 0) AS "bodyBytes"
       FROM history.invocations
      WHERE ${[...sql, `seq > ${passedSeq}`, `seq <= ${end}`].join(' AND ')}
      ORDER BY seq LIMIT ${limit}`,
    [...values],
  );
  const found = rows.map(({ seq, ...row }) => ({ ...row, seq: BigInt(seq) }));
  return { rows: found, passedSeq: rows.length < limit ? end : (found.at(-1)?.seq ?? end) };
}

async function endOfStretch(
  pool: Pool,
  { webhookId, since, until }: WebhookFilter,
  { passedSeq, lastSeq }: Bounds,
): Promise<bigint> {
  const { rows } = await pool.query<{ seq: string }>(
    `SELECT seq FROM history.invocations
      WHERE webhook_id = $1 AND id >= $2 AND id < $3 AND seq > ${passedSeq} AND seq <= ${lastSeq}
      ORDER BY seq OFFSET ${STRETCH - 1} LIMIT 1`,
    [webhookId, lowestIdAt(since), lowestIdAt(until)],
  );
  return rows[0] === undefined ? lastSeq : BigInt(rows[0].seq);
}

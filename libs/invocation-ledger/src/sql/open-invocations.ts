import { arrayParameter, type Pool, type PoolClient } from '@casewire/database';
import { decodeHold, type Hold, type TenantScope, type WaitReason } from '@casewire/events';
import type { InvocationState } from '@casewire/invocation-state';
import { idRange } from './ids.ts';
import { instant } from './instants.ts';
import { selectState, toState, type StateRow } from './invocation-columns.ts';

// Invocations that are not at their end. Each statement uses an index or a table that holds such rows only.

export interface DueInvocation extends TenantScope {
  readonly id: string;
  readonly webhookId: string;
  /** Of its webhook, as far as the ledger knows; null for none. */
  readonly hold: Hold | null;
  /** Number of the probe that it is, in spite of that hold; null for none. */
  readonly probe: number | null;
  readonly state: InvocationState;
  readonly bodyBytes: number;
}

type DueRow = StateRow & Omit<DueInvocation, 'state' | 'hold'> & { readonly hold: string | null };

/** What waits for one of these is released when delivery has room for it. */
const CROWDED: readonly WaitReason[] = ['lane-full', 'backlog'];

/** Whether a due invocation waits for room at delivery: delivery had none before, or its webhook was resumed. */
export function wasCrowdedOut({ state }: Pick<DueInvocation, 'state'>): boolean {
  return CROWDED.some((reason) => reason === state.reason);
}

const scheduled = 'due_at IS NOT NULL AND seq IS NOT NULL';

const dueColumns = `i.id, i.tenant_id AS "tenantId", i.environment, i.webhook_id AS "webhookId",
                    octet_length(i.body) AS "bodyBytes", ${selectState},
                    s.hold, CASE WHEN i.held_by = s.hold THEN s.probe END AS probe`;
const dueRows = `history.invocations i
             LEFT JOIN LATERAL (
               SELECT coalesce('pause ' || pause, 'own-pause ' || own_pause, breaker_kind || ' ' || breaker) AS hold,
                      CASE WHEN is_probe_out THEN probe END AS probe
                 FROM history.webhook_state
                WHERE webhook_id = i.webhook_id
                  AND (pause IS NOT NULL OR own_pause IS NOT NULL OR breaker IS NOT NULL)
               OFFSET 0
             ) AS s ON true`;
const isDue = 'i.due_at <= now() AND i.seq IS NOT NULL AND i.body IS NOT NULL';

/** As the index `scheduled_invocations_of_tenant` has it. */
const isCrowdedOut = `coalesce(i.reason IN (${CROWDED.map((reason) => `'${reason}'`).join(', ')}), false)`;

/** Scheduled invocations whose time has come, oldest first. */
export async function selectDue(pool: Pool, limit: number): Promise<DueInvocation[]> {
  const { rows } = await pool.query<DueRow>({
    name: 'select-due',
    text: `SELECT ${dueColumns}
             FROM ${dueRows}
            WHERE ${isDue}
            ORDER BY i.due_at
            LIMIT $1`,
    values: [limit],
  });
  return rows.map(toDueInvocation);
}

/**
 * The same of some tenants and environments: of each the oldest, as many of those that wait for room at delivery as of the
 * others. Its cost does not grow with what is due: the form of `due_at` makes PostgreSQL read the index
 * `scheduled_invocations_of_tenant`.
 * @param limitOfEach the most of either kind
 */
export async function selectDueOf(
  pool: Pool,
  holders: readonly TenantScope[],
  limitOfEach: number,
): Promise<DueInvocation[]> {
  const { rows } = await pool.query<DueRow>({
    name: 'select-due-of',
    text: `SELECT due.*
             FROM unnest($2::text[], $3::text[]) AS holder (tenant_id, environment),
          LATERAL (VALUES (false), (true)) AS kind (crowded_out),
          LATERAL (SELECT ${dueColumns}
                     FROM ${dueRows}
                    WHERE i.tenant_id = holder.tenant_id AND i.environment = holder.environment
                      AND ${isCrowdedOut} = kind.crowded_out
                      AND i.due_at IS NOT NULL AND (i.due_at AT TIME ZONE 'UTC') <= (now() AT TIME ZONE 'UTC')
                      AND i.seq IS NOT NULL AND i.body IS NOT NULL
                    ORDER BY (i.due_at AT TIME ZONE 'UTC')
                    LIMIT $1) AS due`,
    values: [
      limitOfEach,
      arrayParameter(
        'text',
        holders.map(({ tenantId }) => tenantId),
      ),
      arrayParameter(
        'text',
        holders.map(({ environment }) => environment),
      ),
    ],
  });
  return rows.map(toDueInvocation);
}

/** Locks those of the invocations that are due still, in the order given. Skips rows that another process has locked. */
export async function lockDue(client: PoolClient, ids: readonly string[]): Promise<DueInvocation[]> {
  const { rows } = await client.query<DueRow>({
    name: 'lock-due',
    text: `SELECT ${dueColumns}
             FROM ${dueRows}
            WHERE i.id = ANY($1::uuid[]) AND i.id BETWEEN $2::uuid AND $3::uuid AND ${isDue}
              FOR UPDATE OF i SKIP LOCKED`,
    values: [arrayParameter('uuid', ids), ...idRange(ids)],
  });
  const locked = new Map(rows.map((row) => [row.id, toDueInvocation(row)]));
  return ids.flatMap((id) => locked.get(id) ?? []);
}

function toDueInvocation({
  id,
  tenantId,
  environment,
  webhookId,
  hold,
  probe,
  bodyBytes,
  ...row
}: DueRow): DueInvocation {
  return {
    id,
    tenantId,
    environment,
    webhookId,
    hold: hold === null ? null : (decodeHold(hold) ?? null),
    probe,
    state: toState(row),
    bodyBytes,
  };
}

/**
 * Tenants and environments of which anything is scheduled, in their order. Reads one index entry for each, however much is
 * scheduled.
 * @param after where the ones before ended. Default: begins with the first
 */
export async function selectScheduledHolders(
  pool: Pool,
  limit: number,
  after?: TenantScope,
): Promise<TenantScope[]> {
  const first = (behind: string) => `
    SELECT tenant_id, environment FROM history.invocations
     WHERE ${scheduled} AND (tenant_id, environment) > (${behind})
     ORDER BY tenant_id, environment LIMIT 1`;
  const { rows } = await pool.query<TenantScope>({
    name: 'select-scheduled-holders',
    text: `WITH RECURSIVE holder AS (
             (${first('$2::text, $3::text')})
              UNION ALL
             SELECT following.* FROM holder, LATERAL (${first('holder.tenant_id, holder.environment')}) AS following
           )
           SELECT tenant_id AS "tenantId", environment FROM holder LIMIT $1`,
    values: [limit, after?.tenantId ?? '', after?.environment ?? ''],
  });
  return rows;
}

/** Milliseconds, by the ledger's clock, until the next scheduled invocation is due; negative if it is overdue. */
export async function selectNextDue(pool: Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ due_in_ms: number }>({
    name: 'select-next-due',
    text: `SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000)::float8 AS due_in_ms
             FROM history.invocations
            WHERE ${scheduled} AND body IS NOT NULL
            ORDER BY due_at LIMIT 1`,
  });
  return rows[0]?.due_in_ms;
}

/** Invocations whose lease is over. */
export async function selectExpiredLeases(pool: Pool, limit: number): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'select-expired-leases',
    text: `SELECT id FROM history.invocations
            WHERE claimed_until <= now()
            LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** Moves the ends of leases that are not over, if they are of these releases still. */
export async function extendLeases(
  pool: Pool,
  releases: readonly { readonly id: string; readonly release: number }[],
  leaseMs: number,
): Promise<void> {
  await pool.query({
    name: 'extend-leases',
    text: `UPDATE history.invocations i SET claimed_until = now() + $3 * interval '1 millisecond'
             FROM unnest($1::uuid[], $2::int[]) AS leased (id, release)
            WHERE i.id = leased.id AND i.release = leased.release AND i.claimed_until > now()`,
    values: [releases.map(({ id }) => id), releases.map(({ release }) => release), leaseMs],
  });
}

/** Invocations above an id that are hidden since before an instant, with the uids of their events, lowest id first. */
export async function selectHiddenBefore(
  pool: Pool,
  at: number,
  after: string,
  limit: number,
): Promise<{ readonly id: string; readonly eventUid: string }[]> {
  const { rows } = await pool.query<{ id: string; eventUid: string }>(
    `SELECT id, event_uid AS "eventUid" FROM history.invocations
      WHERE seq IS NULL AND recorded_at < $1 AND id > $2 ORDER BY id LIMIT $3`,
    [instant(at), after, limit],
  );
  return rows;
}

/** Invocations in a range of ids that have not ended. Each part of the statement reads one of the small indexes. */
export async function selectOpenBetween(
  pool: Pool,
  from: string,
  to: string,
  limit: number,
): Promise<{ readonly id: string }[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT invocation_id AS id FROM history.released WHERE invocation_id >= $1 AND invocation_id < $2
     UNION ALL
     SELECT id FROM history.invocations WHERE id >= $1 AND id < $2 AND ${scheduled}
     UNION ALL
     SELECT id FROM history.invocations WHERE id >= $1 AND id < $2 AND seq IS NULL AND due_at IS NOT NULL
     UNION ALL
     SELECT id FROM history.invocations WHERE id >= $1 AND id < $2 AND claimed_until IS NOT NULL
     UNION ALL
     SELECT invocation_id FROM history.slot_waiters WHERE invocation_id >= $1 AND invocation_id < $2
     UNION ALL
     SELECT invocation_id FROM history.blocking WHERE invocation_id >= $1 AND invocation_id < $2
     UNION ALL
     SELECT invocation_id FROM history.held WHERE invocation_id >= $1 AND invocation_id < $2
     LIMIT $3`,
    [from, to, limit],
  );
  return rows;
}

/** How many invocations are on the way or wait, over all tenants. Each number stops at 10,000. */
export interface OpenInvocations {
  /** On Kafka, or a delivery process has them. */
  readonly released: number;
  readonly scheduled: number;
  /** Scheduled, and due for more than 5 seconds. */
  readonly overdue: number;
  /** Waiting for a predecessor in their slot. */
  readonly held: number;
  /** Kept by a hold of their webhook. */
  readonly 'held-by-webhook': number;
  /** Without their delivery record. */
  readonly hidden: number;
}

/** A number that reaches this means "at least": counting must stay cheap when the numbers are alarming. */
const MAX_COUNTED = 10_000;

/** A scheduler may be this late without being noticed. */
const OVERDUE_SECONDS = 5;

export async function countOpen(pool: Pool): Promise<OpenInvocations> {
  const { rows } = await pool.query<OpenInvocations>({
    name: 'count-open',
    text: `SELECT ${counted('released', `FROM history.released`)},
                  ${counted('scheduled', `FROM history.invocations WHERE ${scheduled}`)},
                  ${counted('overdue', `FROM history.invocations WHERE ${scheduled} AND due_at < now() - interval '${OVERDUE_SECONDS} seconds'`)},
                  ${counted('held', 'FROM history.slot_waiters')},
                  ${counted('held-by-webhook', 'FROM history.held WHERE NOT is_freed')},
                  ${counted('hidden', 'FROM history.invocations WHERE seq IS NULL')}`,
  });
  return rows[0] ?? { released: 0, scheduled: 0, overdue: 0, held: 0, 'held-by-webhook': 0, hidden: 0 };
}

function counted(name: string, source: string): string {
  return `(SELECT count(*)::integer FROM (SELECT 1 ${source} LIMIT ${MAX_COUNTED}) AS counted_rows) AS "${name}"`;
}

/** When the invocation was due that has been due longest, milliseconds since the epoch; null if none is due. */
export async function oldestDue(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ dueAt: Date }>(
    `SELECT due_at AS "dueAt" FROM history.invocations WHERE due_at <= now() AND seq IS NOT NULL ORDER BY due_at LIMIT 1`,
  );
  return rows[0] === undefined ? null : Number(rows[0].dueAt);
}

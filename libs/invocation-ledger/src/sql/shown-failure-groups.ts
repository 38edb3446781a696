import {
  keysetScan,
  toListed,
  type KeysetPage,
  type Listed,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { failureGroupState, type FailureGroupState } from '@casewire/invocation-state';
import { HOUR_MS, TREND_HOURS } from './failure-groups.ts';
import { instant } from './instants.ts';

type Client = Pick<Pool | PoolClient, 'query'>;

/** How much of a group waits and has failed. */
interface FailureCounts {
  /** Its last attempt has failed, or it has failed and is sent again. */
  readonly waiting: number;
  readonly failed: number;
  /** Whether there may be more: not all were counted. */
  readonly isAtLeast: boolean;
}

/** A group of failures as it is shown. Instants are milliseconds since the epoch. */
export interface FailureGroup {
  readonly id: string;
  readonly webhookId: string;
  readonly eventType: string;
  readonly class: string;
  readonly state: FailureGroupState;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** Whether nobody needs to look at it: until an instant, or until something of it fails again. */
  readonly isIgnored: boolean;
  /** Null where it is not ignored, or until something of it fails again. */
  readonly ignoredUntil: number | null;
  readonly counts: FailureCounts;
  /** How much has failed in each of the last hours, the current one last. */
  readonly trend: readonly { readonly at: number; readonly count: number }[];
  /** The invocation that failed last; null if it is not kept any more. */
  readonly exampleId: string | null;
  /** The oldest invocation that waits or has failed; null if there is none. */
  readonly oldestId: string | null;
}

/** Which groups are listed. Undefined: all. */
export interface FailureGroupFilter {
  readonly webhookId?: string | undefined;
  readonly state?: FailureGroupState | undefined;
}

/** Invocations that are counted of a group that is shown alone, and of one in a list. */
const MOST_COUNTED = 10_000;
const MOST_COUNTED_IN_LIST = 1_000;

const members = `FROM history.invocations i
         WHERE i.webhook_id = g.webhook_id AND i.event_type = g.event_type AND i.failure = g.class
           AND i.tenant_id = g.tenant_id AND i.environment = g.environment AND i.seq IS NOT NULL`;

/** @param most of the invocations that are counted */
function select(most: number): string {
  return `
    SELECT g.id, g.webhook_id AS "webhookId", g.event_type AS "eventType", g.class, g.first_seen_at AS "firstSeenAt",
           g.last_seen_at AS "lastSeenAt", g.recovering_since AS "recoveringSince", g.ignored_until AS "ignoredUntil",
           g.trend_hours AS "trendHours", g.trend_counts AS "trendCounts", now() AS now,
           (SELECT id FROM history.invocations WHERE id = g.example_id AND seq IS NOT NULL) AS "exampleId",
           (SELECT i.id ${members} ORDER BY i.id LIMIT 1) AS "oldestId",
           counted.waiting, counted.failed, counted.waiting + counted.failed >= ${most} AS "isAtLeast"
      FROM history.failure_groups g
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE status <> 'failed')::integer AS waiting,
              count(*) FILTER (WHERE status = 'failed')::integer AS failed
         FROM (SELECT i.status ${members} LIMIT ${most}) AS found) AS counted
     WHERE g.tenant_id = $1 AND g.environment = $2`;
}

interface Row extends Pick<
  FailureGroup,
  'id' | 'webhookId' | 'eventType' | 'class' | 'exampleId' | 'oldestId'
> {
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly recoveringSince: Date | null;
  /** A number in the place of `infinity`, which no Date has. */
  readonly ignoredUntil: Date | number | null;
  readonly trendHours: readonly number[];
  readonly trendCounts: readonly number[];
  readonly now: Date;
  readonly waiting: number;
  readonly failed: number;
  readonly isAtLeast: boolean;
}

function toGroup(row: Row): FailureGroup {
  const { id, webhookId, eventType, class: failure, exampleId, oldestId, waiting, failed, isAtLeast } = row;
  const now = row.now.getTime();
  const ignoredUntil = Number(row.ignoredUntil ?? 0);
  const isIgnored = ignoredUntil > now;
  const isDismissed = ignoredUntil === Infinity;
  const facts = {
    recoveringSince: row.recoveringSince?.getTime() ?? null,
    hasFailed: !isDismissed && (failed > 0 || isAtLeast),
  };
  return {
    ...{ id, webhookId, eventType, class: failure, exampleId, oldestId },
    state: failureGroupState(facts, now),
    firstSeenAt: row.firstSeenAt.getTime(),
    lastSeenAt: row.lastSeenAt.getTime(),
    isIgnored,
    ignoredUntil: isIgnored && !isDismissed ? ignoredUntil : null,
    counts: { waiting, failed, isAtLeast },
    trend: trendOf(row, now),
  };
}

function trendOf({ trendHours, trendCounts }: Row, now: number): FailureGroup['trend'] {
  const counts = new Map(trendHours.map((hour, index) => [hour, trendCounts[index] ?? 0]));
  const current = Math.floor(now / HOUR_MS);
  return Array.from({ length: TREND_HOURS }, (_, index) => {
    const hour = current - TREND_HOURS + 1 + index;
    return { at: hour * HOUR_MS, count: counts.get(hour) ?? 0 };
  });
}

/**
 * A page of the groups of a tenant, by their ids, whose order is that in which they began. States are decided when they
 * are read, so a list of one state may read several pages to fill one.
 */
export async function listFailureGroups(
  pool: Pool,
  scope: TenantScope,
  filter: FailureGroupFilter,
  page: KeysetPage,
): Promise<Listed<FailureGroup>> {
  const wanted = page.limit + 1;
  const { direction, ...bounds } = keysetScan(page);
  const found: FailureGroup[] = [];
  for (let { above, below } = bounds; ;) {
    const groups = await selectGroups(pool, scope, filter, { above, below, direction }, wanted);
    found.push(...groups.filter(({ state }) => filter.state === undefined || state === filter.state));
    const last = groups.at(-1);
    if (last === undefined || groups.length < wanted || found.length >= wanted)
      return toListed(found.slice(0, wanted), page);
    if (direction === 'ASC') above = last.id;
    else below = last.id;
  }
}

async function selectGroups(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  { webhookId, state }: FailureGroupFilter,
  { above, below, direction }: ReturnType<typeof keysetScan>,
  limit: number,
): Promise<FailureGroup[]> {
  // The part of the decision that leaves most groups out.
  const isOpen = state === undefined ? null : state === 'open';
  const { rows } = await pool.query<Row>(
    `${select(MOST_COUNTED_IN_LIST)}
       AND ($3::text IS NULL OR g.webhook_id = $3)
       AND ($4::boolean IS NULL OR (g.recovering_since IS NULL) = $4)
       AND ($5::uuid IS NULL OR g.id > $5) AND ($6::uuid IS NULL OR g.id < $6)
     ORDER BY g.id ${direction} LIMIT $7`,
    [tenantId, environment, webhookId ?? null, isOpen, above ?? null, below ?? null, limit],
  );
  return rows.map(toGroup);
}

/** One group of a tenant. */
export async function findFailureGroup(
  client: Client,
  { tenantId, environment }: TenantScope,
  id: string,
): Promise<FailureGroup | undefined> {
  const { rows } = await client.query<Row>(`${select(MOST_COUNTED)} AND g.id = $3`, [
    tenantId,
    environment,
    id,
  ]);
  return rows.map(toGroup)[0];
}

/**
 * Writes until when a group is ignored.
 * @param until milliseconds since the epoch; Infinity: until something of it fails again; null: no longer
 */
export async function saveIgnoredUntil(
  client: Client,
  { tenantId, environment }: TenantScope,
  id: string,
  until: number | null,
): Promise<void> {
  await client.query(
    `UPDATE history.failure_groups SET ignored_until = $4 WHERE tenant_id = $1 AND environment = $2 AND id = $3`,
    [tenantId, environment, id, until === Infinity ? 'infinity' : instant(until)],
  );
}

/**
 * Forgets groups whose last failure was before an instant. If no invocation of then is kept, they have none.
 * @param before milliseconds since the epoch
 */
export async function deleteFailureGroups(pool: Pool, before: number): Promise<void> {
  await pool.query('DELETE FROM history.failure_groups WHERE last_seen_at < $1', [instant(before)]);
}

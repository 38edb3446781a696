import {
  arrays,
  column,
  keysetScan,
  names,
  rowsOf,
  toListed,
  type Column,
  type KeysetPage,
  type Listed,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import { lowestIdAt, type Environment, type RejectionReason, type TenantScope } from '@casewire/events';
import type { RecordOrigin } from './accept-events.ts';

/** What a rejected event is about. What could not be read of it is null or absent. */
export interface RejectedCase {
  /** Upstream's. */
  readonly eventId?: string | null;
  readonly type?: string | null;
  /** Where it has none of its own, its run. */
  readonly subject?: string | null;
  readonly runtimeId?: string | null;
  readonly correlationId?: string | null;
}

/** A record that is no acceptable event, and why. */
export interface RejectedEvent extends RejectedCase {
  /** UUIDv7 of the time of rejection. */
  readonly id: string;
  readonly tenantId?: string;
  readonly environment?: Environment;
  readonly reason: RejectionReason;
  /** Where it is wrong: an attribute's name or a JSON pointer into `data`. */
  readonly path: string;
  readonly message: string;
  readonly origin: RecordOrigin;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The original bytes, truncated if the record was too large. */
  readonly value: Buffer;
  readonly truncated: boolean;
  readonly rejectedAt: Date;
  /** When it was last published again; absent if it never was. */
  readonly republishedAt?: Date;
}

const columns: readonly Column<RejectedEvent>[] = [
  column('id', 'uuid', ({ id }) => id),
  column('tenant_id', 'text', ({ tenantId }) => tenantId ?? null),
  column('environment', 'text', ({ environment }) => environment ?? null),
  column('event_id', 'text', ({ eventId }) => eventId ?? null),
  column('type', 'text', ({ type }) => type ?? null),
  column('subject', 'text', ({ subject }) => subject ?? null),
  column('runtime_id', 'text', ({ runtimeId }) => runtimeId ?? null),
  column('correlation_id', 'text', ({ correlationId }) => correlationId ?? null),
  column('reason', 'text', ({ reason }) => reason),
  column('path', 'text', ({ path }) => path),
  column('message', 'text', ({ message }) => message),
  column('topic', 'text', ({ origin }) => origin.topic),
  column('partition', 'integer', ({ origin }) => origin.partition),
  column('"offset"', 'bigint', ({ origin }) => origin.offset),
  column('key', 'bytea', ({ key }) => key),
  column('headers', 'json', ({ headers }) => JSON.stringify(headers)),
  column('value', 'bytea', ({ value }) => value),
  column('truncated', 'boolean', ({ truncated }) => truncated),
  column('rejected_at', 'timestamptz', ({ rejectedAt }) => rejectedAt.getTime()),
];

const INSERT = `
  INSERT INTO ingestion.rejected_events (${names(columns)}) SELECT * FROM ${rowsOf(columns)} AS rejected
      ON CONFLICT DO NOTHING`;

/** Adds rejected records, which are listed over REST. A record that is processed again is listed once. */
export async function insertRejectedEvents(pool: Pool, rejected: readonly RejectedEvent[]): Promise<void> {
  if (rejected.length > 0) await pool.query(INSERT, arrays(columns, rejected));
}

type RejectedRow = Omit<RejectedEvent, 'tenantId' | 'environment' | 'origin' | 'republishedAt'> & {
  readonly tenantId: string | null;
  readonly environment: Environment | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly republishedAt: Date | null;
};

const shownColumns = `id, tenant_id AS "tenantId", environment, event_id AS "eventId", type, subject, runtime_id AS "runtimeId",
  correlation_id AS "correlationId", reason, path, message, topic, partition, "offset", headers, octet_length(value) AS bytes, truncated, rejected_at AS "rejectedAt", republished_at AS "republishedAt"`;

/** The rejected records that a caller may see: of one tenant, of one environment, of both, or all of them. */
export type RejectedScope = Partial<TenantScope>;

/** $1 is the tenant and $2 the environment; null does not restrict them. */
const IN_SCOPE = '($1::text IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR environment = $2)';

function scopeValues({ tenantId, environment }: RejectedScope): (string | null)[] {
  return [tenantId ?? null, environment ?? null];
}

/** A rejected record as lists show it: its value, which may be large, is only counted. */
export type ListedRejectedEvent = Omit<RejectedEvent, 'key' | 'value'> & { readonly bytes: number };

/** Which rejected records to list. A field that is left out does not restrict them. */
export interface RejectedFilter {
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly eventId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Only those whose tenant is unknown, which no tenant's scope has. */
  readonly unassigned?: boolean | undefined;
}

/** A page of rejected records, newest or oldest first. Those whose tenant is unknown are in no tenant's scope. */
export async function listRejectedEvents(
  pool: Pool,
  scope: RejectedScope,
  filter: RejectedFilter,
  page: KeysetPage,
): Promise<Listed<ListedRejectedEvent>> {
  const { above, below, direction } = keysetScan(page);
  // It has no name: a plan for any parameters would use the index of none of the filters.
  const { rows: found } = await pool.query<{ id: string; bytes: number }>(
    `SELECT id, octet_length(headers::text) AS bytes FROM ingestion.rejected_events
     WHERE ${IN_SCOPE} AND ($3::uuid IS NULL OR id > $3) AND ($4::uuid IS NULL OR id < $4)
       AND ($5::text IS NULL OR type = $5)
       AND ($6::text IS NULL OR subject = $6)
       AND ($7::text IS NULL OR event_id = $7)
       AND ($8::text IS NULL OR correlation_id = $8)
       AND ($9::boolean IS NOT TRUE OR tenant_id IS NULL)
     ORDER BY id ${direction} LIMIT $10`,
    [
      ...scopeValues(scope),
      above ?? null,
      below ?? null,
      filter.type ?? null,
      filter.subject ?? null,
      filter.eventId ?? null,
      filter.correlationId ?? null,
      filter.unassigned ?? null,
      page.limit + 1,
    ],
  );
  const listed = toListed(found, page, ({ bytes }) => bytes);
  const ids = listed.rows.map(({ id }) => id);
  const { rows } = await pool.query<Omit<RejectedRow, 'key' | 'value'> & { readonly bytes: number }>(
    `SELECT ${shownColumns} FROM ingestion.rejected_events WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, toRejectedEvent(row)]));
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), hasNext: listed.hasNext };
}

/** How many records were rejected for one reason. */
export interface RejectedCount {
  /** Null where it is unknown. */
  readonly tenantId: string | null;
  readonly environment: Environment | null;
  readonly reason: RejectionReason;
  readonly count: number;
  readonly oldestId: string;
  readonly newestId: string;
}

/** Counts of rejected records, the largest first. */
export interface RejectedCounts {
  readonly counts: readonly RejectedCount[];
  /** False where there may be more records or more reasons. */
  readonly isComplete: boolean;
}

/** Counting must stay cheap while everything is rejected: of more records, the newest are counted. */
const MAX_COUNTED = 10_000;

/**
 * Counts records that were rejected since an instant and not published again, by tenant, environment and reason.
 * @param since milliseconds since the epoch
 * @param limit how many counts are returned at most
 */
export async function countRejectedEvents(
  pool: Pool,
  scope: RejectedScope,
  since: number,
  limit: number,
): Promise<RejectedCounts> {
  // It has no name: a plan for any parameters would not find a tenant's records by its index.
  const { rows: counts } = await pool.query<RejectedCount>(
    `SELECT tenant_id AS "tenantId", environment, reason, count(*)::integer AS count,
            min(id::text) AS "oldestId", max(id::text) AS "newestId"
       FROM (SELECT id, tenant_id, environment, reason FROM ingestion.rejected_events
              WHERE ${IN_SCOPE} AND id >= $3 AND republished_at IS NULL
              ORDER BY id DESC LIMIT ${MAX_COUNTED}) AS rejected
      GROUP BY tenant_id, environment, reason
      ORDER BY count DESC
      LIMIT $4`,
    [...scopeValues(scope), lowestIdAt(since), limit],
  );
  const counted = counts.reduce((sum, { count }) => sum + count, 0);
  return { counts, isComplete: counts.length < limit && counted < MAX_COUNTED };
}

/** Whether a scope has a rejected record in its list. */
export async function hasRejectedEvent(pool: Pool, scope: RejectedScope, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM ingestion.rejected_events WHERE ${IN_SCOPE} AND id = $3`,
    [...scopeValues(scope), id],
  );
  return rowCount === 1;
}

/** A rejected record by itself. */
export interface FoundRejected extends RejectedEvent {
  readonly bytes: number;
  /** Whether a tenant that exists has it in its list. */
  readonly isListedForTenant: boolean;
}

const IS_LISTED_FOR_TENANT = `
  environment IS NOT NULL AND EXISTS (
    SELECT FROM subscriptions.tenants AS tenant WHERE tenant.id = tenant_id AND tenant.deleted_at IS NULL)`;

/** One rejected record that the scope may see, or undefined. */
export async function findRejectedEvent(
  pool: Pool,
  scope: RejectedScope,
  id: string,
): Promise<FoundRejected | undefined> {
  const { rows } = await pool.query<RejectedRow & Pick<FoundRejected, 'bytes' | 'isListedForTenant'>>(
    `SELECT ${shownColumns}, key, value, ${IS_LISTED_FOR_TENANT} AS "isListedForTenant" FROM ingestion.rejected_events WHERE ${IN_SCOPE} AND id = $3`,
    [...scopeValues(scope), id],
  );
  return rows[0] && toRejectedEvent(rows[0]);
}

/** Call it in the transaction that says who has done it. */
export async function markRepublished(client: PoolClient, id: string, at: Date): Promise<void> {
  await client.query('UPDATE ingestion.rejected_events SET republished_at = $2 WHERE id = $1', [id, at]);
}

/** Deletes at most `limit` rejected records that are older than `before`. @returns how many */
export async function deleteRejectedEvents(pool: Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM ingestion.rejected_events WHERE id IN (
       SELECT id FROM ingestion.rejected_events WHERE rejected_at < $1 ORDER BY id LIMIT $2)`,
    [before, limit],
  );
  return rowCount ?? 0;
}

type StoredOrigin = Pick<
  RejectedRow,
  'tenantId' | 'environment' | 'topic' | 'partition' | 'offset' | 'republishedAt'
>;

function toRejectedEvent<Row extends StoredOrigin>(row: Row) {
  const { tenantId, environment, topic, partition, offset, republishedAt, ...rest } = row;
  return {
    ...rest,
    ...(tenantId !== null && { tenantId }),
    ...(environment !== null && { environment }),
    origin: { topic, partition, offset: BigInt(offset) },
    ...(republishedAt !== null && { republishedAt }),
  };
}

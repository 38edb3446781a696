import type { AcceptedEvent, Environment, EventAttributes } from '@casewire/events';
import { uuidTimestampMs } from '@casewire/events';
import { keysetScan, toListed, type KeysetPage, type Listed, type Pool } from '@casewire/database';

/** Whose rows a caller may see. */
export interface TenantScope {
  readonly tenantId: string;
  readonly environment: Environment;
}

/** What a list of events can be narrowed by; each is optional. */
export interface EventFilter {
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Accepted at or after. */
  readonly since?: Date | undefined;
  /** Accepted before. */
  readonly until?: Date | undefined;
}

interface EventRow {
  uid: string;
  attributes: EventAttributes;
  traceparent: string | null;
  data: Buffer;
}

/** A page of a tenant's events by uid, which is the order of acceptance. */
export async function listEvents(
  pool: Pool,
  scope: TenantScope,
  filter: EventFilter,
  page: KeysetPage,
): Promise<Listed<AcceptedEvent>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<EventRow>(
    `SELECT uid, attributes, traceparent, data FROM ingestion.events
     WHERE tenant_id = $1 AND environment = $2
       AND ($3::uuid IS NULL OR uid > $3) AND ($4::uuid IS NULL OR uid < $4)
       AND ($5::text IS NULL OR type = $5)
       AND ($6::text IS NULL OR subject = $6)
       AND ($7::text IS NULL OR correlation_id = $7)
       AND uid >= $8::uuid AND uid < $9::uuid
     ORDER BY uid ${direction} LIMIT $10`,
    [
      scope.tenantId,
      scope.environment,
      above ?? null,
      below ?? null,
      filter.type ?? null,
      filter.subject ?? null,
      filter.correlationId ?? null,
      firstUuidAt(filter.since?.getTime() ?? 0),
      firstUuidAt(filter.until?.getTime() ?? MAX_TIMESTAMP_MS),
      page.limit + 1,
    ],
  );
  return toListed(rows.map(toEvent), page);
}

/** One event of the tenant, or undefined. */
export async function findEvent(
  pool: Pool,
  scope: TenantScope,
  uid: string,
): Promise<AcceptedEvent | undefined> {
  const { rows } = await pool.query<EventRow>(
    `SELECT uid, attributes, traceparent, data FROM ingestion.events
     WHERE uid = $1 AND tenant_id = $2 AND environment = $3`,
    [uid, scope.tenantId, scope.environment],
  );
  return rows.map(toEvent)[0];
}

/** Those of these events that are still kept, of any tenant. */
export async function findEvents(pool: Pool, uids: readonly string[]): Promise<AcceptedEvent[]> {
  const { rows } = await pool.query<EventRow>(
    'SELECT uid, attributes, traceparent, data FROM ingestion.events WHERE uid = ANY ($1::uuid[])',
    [uids],
  );
  return rows.map(toEvent);
}

/**
 * The first events of a span of uids, of any tenant, in the order of acceptance.
 * @param after exclusive
 * @param end exclusive
 * @param limit events at most
 */
export async function findEventsBetween(
  pool: Pool,
  after: string,
  end: string,
  limit: number,
): Promise<AcceptedEvent[]> {
  const { rows } = await pool.query<EventRow>(
    `SELECT uid, attributes, traceparent, data FROM ingestion.events
      WHERE uid > $1::uuid AND uid < $2::uuid ORDER BY uid LIMIT $3`,
    [after, end, limit],
  );
  return rows.map(toEvent);
}

const MAX_TIMESTAMP_MS = 2 ** 48 - 1;

function firstUuidAt(timestampMs: number): string {
  const hex = Math.max(0, timestampMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function toEvent(row: EventRow): AcceptedEvent {
  return {
    uid: row.uid,
    acceptedAt: uuidTimestampMs(row.uid),
    attributes: row.attributes,
    data: row.data,
    ...(row.traceparent !== null && { traceparent: row.traceparent }),
  };
}

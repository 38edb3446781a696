import { keysetScan, toListed, type KeysetPage, type Listed, type Pool } from '@casewire/database';
import {
  lowestIdAt,
  uuidTimestampMs,
  type AcceptedEvent,
  type EventAttributes,
  type TenantScope,
} from '@casewire/events';

/** Which events to list. A field that is left out does not restrict them. */
export interface EventFilter {
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Accepted at or after. */
  readonly since?: Date | undefined;
  /** Accepted before. */
  readonly until?: Date | undefined;
}

/** The last instant that an id can carry. */
const MAX_TIMESTAMP_MS = 2 ** 48 - 1;

const SELECT = 'SELECT uid, attributes, traceparent, data FROM ingestion.events';

interface EventRow {
  uid: string;
  attributes: EventAttributes;
  traceparent: string | null;
  data: Buffer;
}

/** An event as lists show it: without its data, which may be large. */
export type ListedEvent = Pick<AcceptedEvent, 'uid' | 'acceptedAt' | 'attributes'>;

/** The place of an event of the tenant in its list. Its partition is found by its uid. */
const placeOf = (parameter: string) =>
  `(SELECT seq FROM ingestion.events WHERE uid = ${parameter} AND tenant_id = $1 AND environment = $2)`;

/**
 * A page of a tenant's events in the order in which they became visible, so that a reader who goes on behind an event
 * misses none. It is nearly the order of acceptance: events of a partition that lags come later. Nothing is behind an
 * event that the tenant does not have.
 */
export async function listEvents(
  pool: Pool,
  scope: TenantScope,
  filter: EventFilter,
  page: KeysetPage,
): Promise<Listed<ListedEvent>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<Pick<EventRow, 'uid' | 'attributes'>>(
    `SELECT uid, attributes FROM ingestion.events
     WHERE tenant_id = $1 AND environment = $2
       AND ($3::uuid IS NULL OR seq > ${placeOf('$3')}) AND ($4::uuid IS NULL OR seq < ${placeOf('$4')})
       AND ($5::text IS NULL OR type = $5)
       AND ($6::text IS NULL OR subject = $6)
       AND ($7::text IS NULL OR correlation_id = $7)
       AND uid >= $8::uuid AND uid < $9::uuid
     ORDER BY seq ${direction} LIMIT $10`,
    [
      scope.tenantId,
      scope.environment,
      above ?? null,
      below ?? null,
      filter.type ?? null,
      filter.subject ?? null,
      filter.correlationId ?? null,
      lowestIdAt(filter.since?.getTime() ?? 0),
      lowestIdAt(filter.until?.getTime() ?? MAX_TIMESTAMP_MS),
      page.limit + 1,
    ],
  );
  const listed = rows.map((row) => ({ ...row, acceptedAt: uuidTimestampMs(row.uid) }));
  return toListed(listed, page);
}

/** Whether the tenant has an event in its list. */
export async function hasEvent(pool: Pool, scope: TenantScope, uid: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT 1 FROM ingestion.events WHERE uid = $1 AND tenant_id = $2 AND environment = $3',
    [uid, scope.tenantId, scope.environment],
  );
  return rowCount === 1;
}

/** One event of the tenant, or undefined. */
export async function findEvent(
  pool: Pick<Pool, 'query'>,
  scope: TenantScope,
  uid: string,
): Promise<AcceptedEvent | undefined> {
  const { rows } = await pool.query<EventRow>(
    `${SELECT}
     WHERE uid = $1 AND tenant_id = $2 AND environment = $3`,
    [uid, scope.tenantId, scope.environment],
  );
  return rows.map(toEvent)[0];
}

/** The events of these uids that are still kept, of any tenant. */
export async function findEvents(pool: Pool, uids: readonly string[]): Promise<AcceptedEvent[]> {
  const { rows } = await pool.query<EventRow>(`${SELECT} WHERE uid = ANY ($1::uuid[])`, [uids]);
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
    `${SELECT}
      WHERE uid > $1::uuid AND uid < $2::uuid ORDER BY uid LIMIT $3`,
    [after, end, limit],
  );
  return rows.map(toEvent);
}

/** Events of a tenant, in the order of their `seq`. */
export interface EventStretch {
  readonly passedSeq: bigint;
  readonly lastSeq: bigint;
  readonly limit: number;
}

/** An event with its place, and without its data. */
export interface PlacedEvent extends ListedEvent {
  readonly seq: bigint;
  readonly bytes: number;
}

/** The `seq` of the event of a tenant that became visible last; 0 if there is none. */
export async function lastEventSeq(
  client: Pick<Pool, 'query'>,
  { tenantId, environment }: TenantScope,
): Promise<bigint> {
  const { rows } = await client.query<{ seq: string }>(
    `SELECT seq FROM ingestion.events WHERE tenant_id = $1 AND environment = $2 ORDER BY seq DESC LIMIT 1`,
    [tenantId, environment],
  );
  return BigInt(rows[0]?.seq ?? 0);
}

/** The first events of a tenant above a `seq`, in that order. Type, subject and time restrict them. */
export async function findEventsAbove(
  client: Pick<Pool, 'query'>,
  { tenantId, environment }: TenantScope,
  filter: Omit<EventFilter, 'correlationId'>,
  { passedSeq, lastSeq, limit }: EventStretch,
): Promise<PlacedEvent[]> {
  const { rows } = await client.query<
    Pick<EventRow, 'uid' | 'attributes'> & { readonly seq: string; readonly bytes: number }
  >(
    `SELECT uid, attributes, seq, octet_length(data) AS bytes FROM ingestion.events
      WHERE tenant_id = $1 AND environment = $2 AND seq > ${passedSeq} AND seq <= ${lastSeq}
        AND ($3::text IS NULL OR type = $3)
        AND ($4::text IS NULL OR subject = $4)
        AND uid >= $5::uuid AND uid < $6::uuid
      ORDER BY seq LIMIT $7`,
    [
      tenantId,
      environment,
      filter.type ?? null,
      filter.subject ?? null,
      lowestIdAt(filter.since?.getTime() ?? 0),
      lowestIdAt(filter.until?.getTime() ?? MAX_TIMESTAMP_MS),
      limit,
    ],
  );
  return rows.map(({ seq, ...row }) => ({ ...row, seq: BigInt(seq), acceptedAt: uuidTimestampMs(row.uid) }));
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

import type { AcceptedEvent } from '@casewire/events';
import type { Pool } from '@casewire/database';
import { withPartitions } from './event-partitions.ts';

const INSERT = `
  INSERT INTO ingestion.events
    (uid, tenant_id, environment, type, subject, correlation_id, attributes, traceparent, data)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::bytea[])
  ON CONFLICT DO NOTHING`;

/** Keeps accepted events for inspection; an event that is there already stays as it is. */
export async function insertEvents(pool: Pool, events: readonly AcceptedEvent[]): Promise<void> {
  const oldest = Math.min(...events.map(({ acceptedAt }) => acceptedAt));
  await withPartitions(pool, new Date(oldest), () => insert(pool, events));
}

function insert(pool: Pool, events: readonly AcceptedEvent[]) {
  return pool.query({
    name: 'insert-events',
    text: INSERT,
    values: [
      events.map(({ uid }) => uid),
      events.map(({ attributes }) => attributes.tenantid),
      events.map(({ attributes }) => attributes.environment),
      events.map(({ attributes }) => attributes.type),
      events.map(({ attributes }) => attributes.subject ?? null),
      events.map(({ attributes }) => attributes.correlationid ?? null),
      events.map(({ attributes }) => JSON.stringify(attributes)),
      events.map(({ traceparent }) => traceparent ?? null),
      events.map(({ data }) => data),
    ],
  });
}

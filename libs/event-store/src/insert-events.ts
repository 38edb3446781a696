import type { AcceptedEvent } from '@casewire/events';
import { arrays, column, isUniqueViolation, names, rowsOf, type Column, type Pool } from '@casewire/database';
import { withPartitions } from './event-partitions.ts';

const columns: readonly Column<AcceptedEvent>[] = [
  column('uid', 'uuid', ({ uid }) => uid),
  column('tenant_id', 'text', ({ attributes }) => attributes.tenantid),
  column('environment', 'text', ({ attributes }) => attributes.environment),
  column('type', 'text', ({ attributes }) => attributes.type),
  column('subject', 'text', ({ attributes }) => attributes.subject ?? null),
  column('correlation_id', 'text', ({ attributes }) => attributes.correlationid ?? null),
  column('attributes', 'json', ({ attributes }) => JSON.stringify(attributes)),
  column('traceparent', 'text', ({ traceparent }) => traceparent ?? null),
  column('data', 'bytea', ({ data }) => data),
];

const INSERT = `INSERT INTO ingestion.events (${names(columns)}) SELECT * FROM ${rowsOf(columns)} AS u`;

/**
 * Keeps accepted events for inspection; an event that is there already stays as it is. Few are, so they are looked for
 * only when one has been met.
 */
export async function insertEvents(pool: Pool, events: readonly AcceptedEvent[]): Promise<void> {
  const oldest = Math.min(...events.map(({ acceptedAt }) => acceptedAt));
  const values = arrays(columns, events);
  await withPartitions(pool, new Date(oldest), async () => {
    try {
      await pool.query({ name: 'insert-events', text: INSERT, values });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await pool.query({ name: 'insert-new-events', text: `${INSERT} ON CONFLICT DO NOTHING`, values });
    }
  });
}

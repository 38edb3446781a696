import type { Pool } from '@casewire/database';
import type { AcceptedEvent } from '@casewire/events';
import { ensureEventPartitions } from '@casewire/event-store';

/** Stores accepted events for specs, under the uids that they name. */
export async function insertEvents(pool: Pool, events: readonly AcceptedEvent[]): Promise<void> {
  for (const { uid, acceptedAt, attributes, traceparent, data } of events) {
    await ensureEventPartitions(pool, new Date(acceptedAt));
    const { tenantid, environment, type, subject, correlationid } = attributes;
    await pool.query(
      `INSERT INTO ingestion.events
         (uid, tenant_id, environment, type, subject, correlation_id, attributes, traceparent, data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        uid,
        tenantid,
        environment,
        type,
        subject,
        correlationid,
        JSON.stringify(attributes),
        traceparent,
        data,
      ],
    );
  }
}

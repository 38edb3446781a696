import type { Environment, RejectionReason } from '@casewire/events';
import type { Pool } from '@casewire/database';
import type { RecordOrigin } from './claim-events.ts';

/** A record that is not an acceptable event, with what is wrong with it. */
export interface RejectedEvent {
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
  /** The original bytes, cut if the record was oversized. */
  readonly value: Buffer;
  readonly truncated: boolean;
  readonly rejectedAt: Date;
  /** When it was last published again; absent if it never was. */
  readonly republishedAt?: Date;
}

const INSERT = `
  INSERT INTO ingestion.rejected_events
    (id, tenant_id, environment, reason, path, message, topic, partition, "offset", key, headers, value, truncated, rejected_at)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::bigint[],
    $10::bytea[], $11::jsonb[], $12::bytea[], $13::boolean[], $14::timestamptz[])
  ON CONFLICT DO NOTHING`;

/** Lists rejected records over REST; one that is processed again is listed once. */
export async function insertRejectedEvents(pool: Pool, rejected: readonly RejectedEvent[]): Promise<void> {
  await pool.query(INSERT, [
    rejected.map(({ id }) => id),
    rejected.map(({ tenantId }) => tenantId ?? null),
    rejected.map(({ environment }) => environment ?? null),
    rejected.map(({ reason }) => reason),
    rejected.map(({ path }) => path),
    rejected.map(({ message }) => message),
    rejected.map(({ origin }) => origin.topic),
    rejected.map(({ origin }) => origin.partition),
    rejected.map(({ origin }) => origin.offset.toString()),
    rejected.map(({ key }) => key),
    rejected.map(({ headers }) => JSON.stringify(headers)),
    rejected.map(({ value }) => value),
    rejected.map(({ truncated }) => truncated),
    rejected.map(({ rejectedAt }) => rejectedAt),
  ]);
}

/** Notes that a rejected record was published again. */
export async function markRepublished(pool: Pool, id: string, at: Date): Promise<void> {
  await pool.query('UPDATE ingestion.rejected_events SET republished_at = $2 WHERE id = $1', [id, at]);
}

/** Forgets rejected records older than `before`, at most `limit` a call; answers how many. */
export async function deleteRejectedEvents(pool: Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM ingestion.rejected_events WHERE id IN (
       SELECT id FROM ingestion.rejected_events WHERE rejected_at < $1 ORDER BY id LIMIT $2)`,
    [before, limit],
  );
  return rowCount ?? 0;
}

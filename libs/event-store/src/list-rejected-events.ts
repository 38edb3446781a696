import type { Environment } from '@casewire/events';
import { keysetScan, toListed, type KeysetPage, type Listed, type Pool } from '@casewire/database';
import type { TenantScope } from './list-events.ts';
import type { RejectedEvent } from './rejected-events.ts';

interface RejectedRow {
  id: string;
  tenant_id: string | null;
  environment: Environment | null;
  reason: RejectedEvent['reason'];
  path: string;
  message: string;
  topic: string;
  partition: number;
  offset: string;
  key: Buffer | null;
  headers: Record<string, string>;
  value: Buffer;
  truncated: boolean;
  rejected_at: Date;
  republished_at: Date | null;
}

const COLUMNS = `id, tenant_id, environment, reason, path, message, topic, partition, "offset", key, headers, value, truncated, rejected_at, republished_at`;

/** A page of rejected records; without a scope those of everybody and of nobody, for the operator. */
export async function listRejectedEvents(
  pool: Pool,
  scope: TenantScope | undefined,
  page: KeysetPage,
): Promise<Listed<RejectedEvent>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<RejectedRow>(
    `SELECT ${COLUMNS} FROM ingestion.rejected_events
     WHERE ($1::text IS NULL OR tenant_id = $1 AND environment = $2)
       AND ($3::uuid IS NULL OR id > $3) AND ($4::uuid IS NULL OR id < $4)
     ORDER BY id ${direction} LIMIT $5`,
    [scope?.tenantId ?? null, scope?.environment ?? null, above ?? null, below ?? null, page.limit + 1],
  );
  return toListed(rows.map(toRejectedEvent), page);
}

/** One rejected record that the scope may see, or undefined. */
export async function findRejectedEvent(
  pool: Pool,
  scope: TenantScope | undefined,
  id: string,
): Promise<RejectedEvent | undefined> {
  const { rows } = await pool.query<RejectedRow>(
    `SELECT ${COLUMNS} FROM ingestion.rejected_events
     WHERE id = $1 AND ($2::text IS NULL OR tenant_id = $2 AND environment = $3)`,
    [id, scope?.tenantId ?? null, scope?.environment ?? null],
  );
  return rows.map(toRejectedEvent)[0];
}

function toRejectedEvent(row: RejectedRow): RejectedEvent {
  return {
    id: row.id,
    ...(row.tenant_id !== null && { tenantId: row.tenant_id }),
    ...(row.environment !== null && { environment: row.environment }),
    reason: row.reason,
    path: row.path,
    message: row.message,
    origin: { topic: row.topic, partition: row.partition, offset: BigInt(row.offset) },
    key: row.key,
    headers: row.headers,
    value: row.value,
    truncated: row.truncated,
    rejectedAt: row.rejected_at,
    ...(row.republished_at !== null && { republishedAt: row.republished_at }),
  };
}

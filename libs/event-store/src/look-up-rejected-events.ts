import { hasText, type Pool } from '@casewire/database';
import type { RejectionReason, TenantScope } from '@casewire/events';

const hasHeader = (name: string) => hasText(`headers ->> '${name}'`, '$3::text');

/**
 * The conditions of each key. Each is served by an index of its own. Attributes are those that came in headers: what a
 * rejected record has in its value need not be readable.
 */
const conditions = {
  id: 'id = $3::text::uuid',
  eventId: hasHeader('ce_id'),
  subject: hasHeader('ce_subject'),
  correlationId: hasHeader('ce_correlationid'),
  // As text, in which bytes that are not ASCII are escaped.
  recordKey: hasText("encode(key, 'escape')", "encode(convert_to($3::text, 'UTF8'), 'escape')"),
} as const;

/** What a rejected record can be looked up by. */
export type RejectedKey = keyof typeof conditions;

/** A rejected record of a tenant, and by which key it was found. */
export interface FoundRejectedEvent {
  readonly foundBy: RejectedKey;
  readonly id: string;
  readonly reason: RejectionReason;
  readonly message: string;
  readonly rejectedAt: Date;
  readonly republishedAt: Date | null;
}

/**
 * Looks rejected records up by a text: of each key the newest, in the order of the keys. What several keys find
 * comes several times.
 * @param text a UUID if `id` is among the keys
 * @param limit of each key
 */
export async function lookUpRejectedEvents(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  text: string,
  keys: readonly RejectedKey[],
  limit: number,
): Promise<FoundRejectedEvent[]> {
  if (keys.length === 0) return [];
  const { rows } = await pool.query<FoundRejectedEvent>({
    name: `look-up-rejected ${keys.join(' ')}`,
    text: keys.map(lookUp).join(' UNION ALL '),
    values: [tenantId, environment, text, limit],
  });
  return rows;
}

function lookUp(key: RejectedKey): string {
  return `(SELECT '${key}' AS "foundBy", id, reason, message, rejected_at AS "rejectedAt", republished_at AS "republishedAt"
             FROM ingestion.rejected_events
            WHERE tenant_id = $1 AND environment = $2 AND ${conditions[key]}
            ORDER BY id DESC LIMIT $4)`;
}

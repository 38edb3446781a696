import { hasText, type Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { RejectedEvent } from './rejected-events.ts';

/** The conditions of each key. Each is served by an index of its own. */
const conditions = {
  id: 'id = $3::text::uuid',
  eventId: 'event_id = $3::text',
  subject: 'subject = $3::text',
  run: 'runtime_id = $3::text',
  correlationId: 'correlation_id = $3::text',
  // As text, in which bytes that are not ASCII are escaped.
  recordKey: hasText("encode(key, 'escape')", "encode(convert_to($3::text, 'UTF8'), 'escape')"),
} as const;

/** What a rejected record can be looked up by. */
export type RejectedKey = keyof typeof conditions;

/** A rejected record of a tenant, and by which key it was found. */
export interface FoundRejectedEvent extends Pick<RejectedEvent, 'id' | 'reason' | 'message' | 'rejectedAt'> {
  readonly foundBy: RejectedKey;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly correlationId: string | null;
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
  return `(SELECT '${key}' AS "foundBy", id, event_id AS "eventId", type, subject, correlation_id AS "correlationId",
                  reason, message, rejected_at AS "rejectedAt", republished_at AS "republishedAt"
             FROM ingestion.rejected_events
            WHERE tenant_id = $1 AND environment = $2 AND ${conditions[key]}
            ORDER BY id DESC LIMIT $4)`;
}

import type { Pool } from '@casewire/database';

export interface EventTypeKey {
  readonly tenantId: string;
  readonly type: string;
}

/** An event type that a tenant registered, with what validates its `data`. */
export interface RegisteredEventType extends EventTypeKey {
  /** JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Changes whenever the schema may have: a compiled schema is good for this instant only. */
  readonly updatedAt: Date;
}

const STATEMENT = `
  SELECT known.tenant_id AS "tenantId", known.type, known.schema, known.updated_at AS "updatedAt"
    FROM unnest($1::text[], $2::text[]) AS wanted (tenant_id, type)
    JOIN subscriptions.event_types AS known USING (tenant_id, type)`;

/** Those of the wanted types that their tenants registered, in no particular order. Wanted ones should be distinct. */
export async function findEventTypes(
  pool: Pool,
  wanted: readonly EventTypeKey[],
): Promise<RegisteredEventType[]> {
  const { rows } = await pool.query<RegisteredEventType>({
    name: 'find-event-types',
    text: STATEMENT,
    values: [wanted.map(({ tenantId }) => tenantId), wanted.map(({ type }) => type)],
  });
  return rows;
}

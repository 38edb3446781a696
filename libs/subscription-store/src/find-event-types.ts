import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';

export interface EventTypeKey extends TenantScope {
  readonly type: string;
}

/** An event type that a tenant registered in an environment, with what validates its `data`. */
export interface RegisteredEventType extends EventTypeKey {
  /** JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Changes whenever the schema may have: a compiled schema is good for this instant only. */
  readonly updatedAt: Date;
}

const STATEMENT = `
  SELECT known.tenant_id AS "tenantId", known.environment, known.type, known.schema, known.updated_at AS "updatedAt"
    FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (tenant_id, environment, type)
    JOIN subscriptions.event_types AS known USING (tenant_id, environment, type)`;

/** Those of the wanted types that their tenants registered, in no particular order. Wanted ones should be distinct. */
export async function findEventTypes(
  pool: Pool,
  wanted: readonly EventTypeKey[],
): Promise<RegisteredEventType[]> {
  const { rows } = await pool.query<RegisteredEventType>({
    name: 'find-event-types',
    text: STATEMENT,
    values: [
      wanted.map(({ tenantId }) => tenantId),
      wanted.map(({ environment }) => environment),
      wanted.map(({ type }) => type),
    ],
  });
  return rows;
}

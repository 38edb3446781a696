import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';

export interface EventTypeKey extends TenantScope {
  readonly type: string;
}

/** An event type that is looked up, with the version of it that the caller has already. */
export interface WantedEventType extends EventTypeKey {
  readonly knownVersion?: Date | undefined;
}

/** An event type that a tenant registered in an environment, with what validates its `data`. */
export interface RegisteredEventType extends EventTypeKey {
  /** JSON Schema; null where the caller has this version of it. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  /** Its version: changes whenever the schema may have, and a compiled schema is good for this instant only. */
  readonly updatedAt: Date;
}

// A schema can be large, so it is read and parsed only where it is new. Instants of JavaScript end at the millisecond.
const STATEMENT = `
  SELECT known.tenant_id AS "tenantId", known.environment, known.type, known.updated_at AS "updatedAt",
         CASE WHEN date_trunc('milliseconds', known.updated_at) IS DISTINCT FROM wanted.version
              THEN known.schema END AS schema
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
           AS wanted (tenant_id, environment, type, version)
    JOIN subscriptions.event_types AS known USING (tenant_id, environment, type)`;

/** Those of the wanted types that their tenants registered, in no particular order. Wanted ones should be distinct. */
export async function findEventTypes(
  pool: Pool,
  wanted: readonly WantedEventType[],
): Promise<RegisteredEventType[]> {
  const { rows } = await pool.query<RegisteredEventType>({
    name: 'find-event-types',
    text: STATEMENT,
    values: [
      wanted.map(({ tenantId }) => tenantId),
      wanted.map(({ environment }) => environment),
      wanted.map(({ type }) => type),
      wanted.map(({ knownVersion }) => knownVersion ?? null),
    ],
  });
  return rows;
}

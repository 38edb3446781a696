import { arrays, column, rowsOf, type Column, type Pool } from '@casewire/database';
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

export interface TenantsAndTypes {
  /** Ids of the tenants that exist. */
  readonly tenants: ReadonlySet<string>;
  /** In no particular order. */
  readonly types: readonly RegisteredEventType[];
}

const tenantColumns: readonly Column<string>[] = [column('id', 'text', (id) => id)];

const typeColumns: readonly Column<WantedEventType>[] = [
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('type', 'text', ({ type }) => type),
  column('version', 'timestamptz', ({ knownVersion }) => knownVersion?.getTime() ?? null),
];

// A schema can be large, so it is read and parsed only where it is new. Instants of JavaScript end at the millisecond.
const STATEMENT = `
  SELECT id AS "tenantId", NULL AS environment, NULL AS type, NULL AS "updatedAt", NULL AS schema
    FROM ${rowsOf(tenantColumns)} AS wanted JOIN subscriptions.tenants USING (id)
   WHERE deleted_at IS NULL
   UNION ALL
  SELECT known.tenant_id, known.environment, known.type, known.updated_at,
         CASE WHEN date_trunc('milliseconds', known.updated_at) IS DISTINCT FROM wanted.version
              THEN known.schema END
    FROM ${rowsOf(typeColumns, tenantColumns.length + 1)} AS wanted
    JOIN subscriptions.event_types AS known USING (tenant_id, environment, type)`;

type FoundRow = RegisteredEventType | (Pick<RegisteredEventType, 'tenantId'> & { readonly type: null });

/** Looks up which tenants exist and which event types they registered. Wanted ones should be distinct. */
export async function findTenantsAndTypes(
  pool: Pool,
  tenantIds: readonly string[],
  types: readonly WantedEventType[],
): Promise<TenantsAndTypes> {
  if (tenantIds.length + types.length === 0) return { tenants: new Set(), types: [] };
  const { rows } = await pool.query<FoundRow>({
    name: 'find-tenants-and-types',
    text: STATEMENT,
    values: [...arrays(tenantColumns, tenantIds), ...arrays(typeColumns, types)],
  });
  return {
    tenants: new Set(rows.flatMap((row) => (row.type === null ? [row.tenantId] : []))),
    types: rows.filter((row) => row.type !== null),
  };
}

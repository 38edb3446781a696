import type { KeysetScan } from '@casewire/database';
import type { Environment, TenantScope } from '@casewire/events';
import type { EntityManager } from 'typeorm';

/** An event type that a tenant registered in one environment. */
export interface OwnType {
  readonly type: string;
  readonly description: string;
  /** JSON text, as it was given. */
  readonly schema: string;
  /** JSON text, as it was given; null where there is none. */
  readonly example: string | null;
  readonly sensitive: readonly string[];
}

/** The name of a type, and about how much of an answer it takes. */
export interface TypeSize {
  readonly type: string;
  readonly bytes: number;
}

// The texts are compared by the column's collation "C": byte by byte.
const LIST_SIZES = (direction: KeysetScan['direction']) => `
  SELECT type, octet_length(event_types::text) AS bytes
    FROM subscriptions.event_types
   WHERE tenant_id = $1 AND environment = $2
     AND ($3::text IS NULL OR type > $3) AND ($4::text IS NULL OR type < $4)
   ORDER BY type ${direction} LIMIT $5`;

/** The names and sizes of up to `limit` types of a tenant's own, in their order. */
export function listOwnTypeSizes(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  { above, below, direction }: KeysetScan,
  limit: number,
): Promise<TypeSize[]> {
  const values = [tenantId, environment, above ?? null, below ?? null, limit];
  return manager.query<TypeSize[]>(LIST_SIZES(direction), values);
}

const COLUMNS = 'type, description, schema::text AS schema, example::text AS example, sensitive';

const FIND = `
  SELECT ${COLUMNS} FROM subscriptions.event_types WHERE tenant_id = $1 AND environment = $2 AND type = ANY ($3::text[])`;

/** The types of these names that a tenant has of its own, in no particular order. */
export function findOwnTypes(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  types: readonly string[],
): Promise<OwnType[]> {
  return manager.query<OwnType[]>(FIND, [tenantId, environment, types]);
}

/** @returns how many types a tenant has of its own, without the one of this name */
export async function countOtherOwnTypes(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  type: string,
): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM subscriptions.event_types
      WHERE tenant_id = $1 AND environment = $2 AND type <> $3`,
    [tenantId, environment, type],
  );
  return row?.count ?? 0;
}

// Caches of compiled schemas tell two schemas of one type apart by `updated_at`.
const REPLACE = `
  ON CONFLICT (tenant_id, environment, type) DO UPDATE
    SET description = excluded.description, schema = excluded.schema, example = excluded.example,
        sensitive = excluded.sensitive,
        updated_at = greatest(now(), event_types.updated_at + interval '1 millisecond')
  RETURNING ${COLUMNS}`;

/** Makes or replaces a type. */
export async function saveOwnType(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  { type, description, schema, example, sensitive }: OwnType,
): Promise<OwnType> {
  const [saved] = await manager.query<OwnType[]>(
    `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema, example, sensitive)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ${REPLACE}`,
    [tenantId, environment, type, description, schema, example, sensitive],
  );
  if (saved === undefined) throw new Error('the type was not saved');
  return saved;
}

/** Makes or replaces a type in one environment as it is in the other. @returns undefined if it is not there */
export async function copyOwnType(
  manager: EntityManager,
  tenantId: string,
  type: string,
  { from, to }: { readonly from: Environment; readonly to: Environment },
): Promise<OwnType | undefined> {
  const [copied] = await manager.query<OwnType[]>(
    `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema, example, sensitive)
     SELECT tenant_id, $4, type, description, schema, example, sensitive
       FROM subscriptions.event_types
      WHERE tenant_id = $1 AND type = $2 AND environment = $3 ${REPLACE}`,
    [tenantId, type, from, to],
  );
  return copied;
}

/** @returns whether there was such a type */
export async function deleteOwnType(
  manager: EntityManager,
  { tenantId, environment }: TenantScope,
  type: string,
): Promise<boolean> {
  const [, affected] = await manager.query<[unknown, number]>(
    'DELETE FROM subscriptions.event_types WHERE tenant_id = $1 AND environment = $2 AND type = $3',
    [tenantId, environment, type],
  );
  return affected > 0;
}

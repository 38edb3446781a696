import {
  keysetScan,
  toListed,
  type KeysetPage,
  type Listed,
  type Pool,
  type PoolClient,
} from '@casewire/database';

/** How an inspector answers. */
export interface InspectorAnswer {
  readonly status: number;
  /** How long it waits before it answers. */
  readonly delayMs: number;
  /** Seconds for the header `Retry-After`; null for none. */
  readonly retryAfter: number | null;
  /** The header `Location`; null for none. */
  readonly location: string | null;
  /** A text, or JSON; null for none. */
  readonly body: unknown;
}

/** A receiver that Casewire hosts for a tenant's sandbox. */
export interface Inspector {
  readonly id: string;
  readonly tenantId: string;
  readonly respond: InspectorAnswer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const inspectorColumns = `
  id, tenant_id AS "tenantId", respond, created_at AS "createdAt", expires_at AS "expiresAt"`;

const LOCK_TENANT =
  'SELECT FROM subscriptions.tenants WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE';

/** One that has expired counts no longer, also before it is purged. */
const CREATE = `
  INSERT INTO inspector.inspectors (id, tenant_id, respond, expires_at)
  SELECT $1, $2, $3, $4
   WHERE (SELECT count(*) FROM inspector.inspectors WHERE tenant_id = $2 AND expires_at > now()) < $5
  RETURNING ${inspectorColumns}`;

/**
 * @param client in a transaction
 * @param limit inspectors that a tenant may have
 * @returns why there is none, where the tenant may not have it
 */
export async function createInspector(
  client: PoolClient,
  { id, tenantId, respond, expiresAt }: Omit<Inspector, 'createdAt'>,
  limit: number,
): Promise<Inspector | 'no-tenant' | 'limit-reached'> {
  // The lock keeps a request at the same time from taking the last place too.
  const { rowCount } = await client.query(LOCK_TENANT, [tenantId]);
  if (rowCount === 0) return 'no-tenant';
  const { rows } = await client.query<Inspector>(CREATE, [id, tenantId, respond, expiresAt, limit]);
  return rows[0] ?? 'limit-reached';
}

/** @returns undefined where the tenant has no such inspector, or it has expired */
export async function findInspector(
  pool: Pool,
  tenantId: string,
  id: string,
): Promise<Inspector | undefined> {
  const { rows } = await pool.query<Inspector>(
    `SELECT ${inspectorColumns} FROM inspector.inspectors
      WHERE tenant_id = $1 AND id = $2 AND expires_at > now()`,
    [tenantId, id],
  );
  return rows[0];
}

/** Runs a statement, in a transaction if the caller has one. */
type Query = (text: string, values: readonly unknown[]) => Promise<readonly object[]>;

/** Whether a tenant has an inspector that has not expired. @param id a UUID */
export async function inspectorExists(query: Query, tenantId: string, id: string): Promise<boolean> {
  const rows = await query(
    'SELECT 1 FROM inspector.inspectors WHERE tenant_id = $1 AND id = $2 AND expires_at > now()',
    [tenantId, id],
  );
  return rows.length === 1;
}

/** A page of a tenant's inspectors that have not expired. */
export async function listInspectors(
  pool: Pool,
  tenantId: string,
  page: KeysetPage,
): Promise<Listed<Inspector>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<Inspector>(
    `SELECT ${inspectorColumns} FROM inspector.inspectors
      WHERE tenant_id = $1 AND expires_at > now()
        AND ($2::uuid IS NULL OR id > $2) AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id ${direction} LIMIT $4`,
    [tenantId, above ?? null, below ?? null, page.limit + 1],
  );
  return toListed(rows, page);
}

/**
 * An inspector that nobody else changes until the transaction ends.
 * @param client in a transaction
 * @returns undefined where the tenant has no such inspector, or it has expired
 */
export async function lockInspector(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<Inspector | undefined> {
  const { rows } = await client.query<Inspector>(
    `SELECT ${inspectorColumns} FROM inspector.inspectors
      WHERE tenant_id = $1 AND id = $2 AND expires_at > now() FOR NO KEY UPDATE`,
    [tenantId, id],
  );
  return rows[0];
}

/** @param client in a transaction @returns undefined where the tenant has no such inspector, or it has expired */
export async function changeInspector(
  client: PoolClient,
  tenantId: string,
  id: string,
  respond: InspectorAnswer,
): Promise<Inspector | undefined> {
  const { rows } = await client.query<Inspector>(
    `UPDATE inspector.inspectors SET respond = $3
      WHERE tenant_id = $1 AND id = $2 AND expires_at > now() RETURNING ${inspectorColumns}`,
    [tenantId, id, respond],
  );
  return rows[0];
}

/** Deletes an inspector with its requests. @param client in a transaction @returns whether there was one */
export async function deleteInspector(client: PoolClient, tenantId: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'DELETE FROM inspector.inspectors WHERE tenant_id = $1 AND id = $2 AND expires_at > now()',
    [tenantId, id],
  );
  return rowCount === 1;
}

/** Inspectors that one call deletes at most, so that no transaction is long: each may have 25 MiB. */
const PURGE_BATCH = 20;

/**
 * Deletes inspectors that have expired, with their requests. Bounded: call it again while it still finds some. Safe from
 * several processes at once.
 * @returns how many
 */
export async function purgeInspectors(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM inspector.inspectors
      WHERE id = ANY (ARRAY(
        SELECT id FROM inspector.inspectors WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    [PURGE_BATCH],
  );
  return rowCount ?? 0;
}

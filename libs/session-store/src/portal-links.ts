import {
  arrays,
  column,
  keysetScan,
  rowsOf,
  toListed,
  type Column,
  type KeysetPage,
  type Listed,
  type Pool,
} from '@casewire/database';
import type { Environment } from '@casewire/events';
import type { Scope } from '@casewire/identity';
import type { Client, NewSession } from './session.ts';

/** The rights of a portal link. */
export interface LinkRights {
  readonly tenantId: string;
  readonly environments: readonly Environment[];
  readonly scopes: readonly Scope[];
  readonly readOnly: boolean;
  /** The path of the dashboard at which it begins; null for the first page. */
  readonly landing: string | null;
}

export interface PortalLink extends LinkRights {
  readonly id: string;
  readonly tenantName: string;
  readonly createdAt: Date;
  /** The end of the link, not of the session that it began. */
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

const linkColumns = `
  link.id, link.tenant_id AS "tenantId", tenant.name AS "tenantName", link.environments, link.scopes,
  link.read_only AS "readOnly", link.landing, link.created_at AS "createdAt", link.expires_at AS "expiresAt",
  link.used_at AS "usedAt"`;

const existingTenant =
  'JOIN subscriptions.tenants AS tenant ON tenant.id = link.tenant_id AND tenant.deleted_at IS NULL';

/** @param codeHash by `hashToken` @returns undefined where there is no such tenant */
export async function createPortalLink(
  client: Client,
  link: LinkRights & { readonly id: string; readonly codeHash: Buffer; readonly expiresAt: Date },
): Promise<PortalLink | undefined> {
  const { rows } = await client.query<PortalLink>(
    `WITH link AS (
       INSERT INTO gateway.portal_links (id, tenant_id, environments, scopes, read_only, landing, code_hash, expires_at)
       SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM subscriptions.tenants WHERE id = $2 AND deleted_at IS NULL
       RETURNING *)
     SELECT ${linkColumns} FROM link ${existingTenant}`,
    [
      link.id,
      link.tenantId,
      link.environments,
      link.scopes,
      link.readOnly,
      link.landing,
      link.codeHash,
      link.expiresAt,
    ],
  );
  return rows[0];
}

const hashColumns: readonly Column<Buffer>[] = [column('code_hash', 'bytea', (hash) => hash)];

const FIND = `
  SELECT link.code_hash AS "codeHash", ${linkColumns}
    FROM ${rowsOf(hashColumns)} AS wanted JOIN gateway.portal_links AS link USING (code_hash) ${existingTenant}`;

/** The links of codes, used and expired ones too, by the hash of the code in hex. Links of deleted tenants are absent. */
export async function findPortalLinks(
  pool: Pool,
  hashes: readonly Buffer[],
): Promise<ReadonlyMap<string, PortalLink>> {
  const { rows } = await pool.query<PortalLink & { readonly codeHash: Buffer }>({
    name: 'find-portal-links',
    text: FIND,
    values: arrays(hashColumns, hashes),
  });
  return new Map(rows.map(({ codeHash, ...link }) => [codeHash.toString('hex'), link]));
}

// The second of two exchanges at once waits for the first one's row, and then finds the link used.
const EXCHANGE = `
  WITH used AS (
    UPDATE gateway.portal_links SET used_at = now()
     WHERE id = $1 AND used_at IS NULL AND expires_at > now()
    RETURNING id, tenant_id, read_only
  ), replaced AS (
    DELETE FROM gateway.sessions WHERE token_hash = $6 AND EXISTS (SELECT FROM used)
  )
  INSERT INTO gateway.sessions (id, token_hash, tenant_id, grants, link_id, read_only, idle_seconds, expires_at)
  SELECT $2, $3, used.tenant_id, $4, used.id, used.read_only, $5, $7 FROM used`;

/**
 * Begins the one session of a portal link.
 * @param replaces hash of the token of the session that ends with this sign-in
 * @returns false where the link was used before, has expired or is revoked: then nothing is changed
 */
export async function exchangePortalLink(
  client: Client,
  linkId: string,
  session: Pick<NewSession, 'id' | 'tokenHash' | 'grants' | 'idleSeconds' | 'expiresAt'>,
  replaces?: Buffer,
): Promise<boolean> {
  const { rowCount } = await client.query(EXCHANGE, [
    linkId,
    session.id,
    session.tokenHash,
    session.grants,
    session.idleSeconds,
    replaces ?? null,
    session.expiresAt,
  ]);
  return rowCount === 1;
}

/** A page of a tenant's links, used and expired ones too, for the time that they are kept. */
export async function listPortalLinks(
  pool: Pool,
  tenantId: string,
  page: KeysetPage,
): Promise<Listed<PortalLink>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<PortalLink>(
    `SELECT ${linkColumns} FROM gateway.portal_links AS link ${existingTenant}
      WHERE link.tenant_id = $1 AND ($2::uuid IS NULL OR link.id > $2) AND ($3::uuid IS NULL OR link.id < $3)
      ORDER BY link.id ${direction} LIMIT $4`,
    [tenantId, above ?? null, below ?? null, page.limit + 1],
  );
  return toListed(rows, page);
}

/** Revokes a link. Its session ends too. @returns whether there was such a link */
export async function revokePortalLink(client: Client, tenantId: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'DELETE FROM gateway.portal_links WHERE tenant_id = $1 AND id = $2',
    [tenantId, id],
  );
  return rowCount === 1;
}

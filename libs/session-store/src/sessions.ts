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
import {
  isSessionGood,
  sessionColumns,
  sessionTables,
  toSession,
  type Client,
  type NewSession,
  type Session,
  type SessionRow,
} from './session.ts';

const hashColumns: readonly Column<Buffer>[] = [column('token_hash', 'bytea', (hash) => hash)];

const FIND = `
  SELECT session.token_hash AS "tokenHash", ${sessionColumns}
    FROM ${rowsOf(hashColumns)} AS wanted JOIN (${sessionTables}) USING (token_hash)
   WHERE ${isSessionGood}`;

/**
 * Those of the sessions that are good now, by the hash of their token in hex.
 * @param hashes of tokens, by `hashToken`
 */
export async function findSessions(
  pool: Pool,
  hashes: readonly Buffer[],
): Promise<ReadonlyMap<string, Session>> {
  const { rows } = await pool.query<SessionRow & { readonly tokenHash: Buffer }>({
    name: 'find-sessions',
    text: FIND,
    values: arrays(hashColumns, hashes),
  });
  return new Map(rows.map(({ tokenHash, ...row }) => [tokenHash.toString('hex'), toSession(row)]));
}

/** The most sessions by keys that a tenant has at once. */
export const MAX_KEY_SESSIONS = 1_000;

// One more than the most ends the one that was not used for longest. Each link has one session, and the operator is trusted.
const START = `
  WITH replaced AS (DELETE FROM gateway.sessions WHERE token_hash = $8 RETURNING 1),
       surplus AS (
         DELETE FROM gateway.sessions
          WHERE id IN (SELECT id FROM gateway.sessions
                        WHERE tenant_id = $3 AND link_id IS NULL AND token_hash IS DISTINCT FROM $8
                        ORDER BY last_used_at DESC, id DESC OFFSET ${MAX_KEY_SESSIONS - 1}))
  INSERT INTO gateway.sessions (id, token_hash, tenant_id, grants, operator_check, idle_seconds, expires_at)
  SELECT $1::uuid, $2::bytea, $3::text, $4::jsonb, $5::bytea, $6::integer, $7::timestamptz
   WHERE NOT $9::boolean OR EXISTS (SELECT FROM replaced)`;

/** The session that ends when another one starts. */
export interface Replacement {
  /** Of its token. */
  readonly hash: Buffer;
  /** Whether the new session has rights of it, and must not start if it has ended meanwhile. */
  readonly isKept: boolean;
}

/**
 * Begins a session by a key. If its tenant has `MAX_KEY_SESSIONS`, the one that was not used for longest ends.
 * @returns whether it has begun
 */
export async function startSession(
  client: Client,
  session: NewSession,
  replaces?: Replacement,
): Promise<boolean> {
  const { rowCount } = await client.query(START, [
    session.id,
    session.tokenHash,
    session.tenantId,
    session.grants,
    session.operatorCheck ?? null,
    session.idleSeconds,
    session.expiresAt,
    replaces?.hash ?? null,
    replaces?.isKept ?? false,
  ]);
  return rowCount === 1;
}

/** The last use of a session is known to the minute. Otherwise each request would write. */
const USE_SECONDS = 60;

/** Notes that a session is used, if that is not known by now. */
export async function noteUse(pool: Pool, session: Session): Promise<void> {
  if (Date.now() - session.lastUsedAt.getTime() < USE_SECONDS * 1_000) return;
  await pool.query(
    `UPDATE gateway.sessions SET last_used_at = now()
      WHERE id = $1 AND last_used_at < now() - make_interval(secs => $2)`,
    [session.id, USE_SECONDS],
  );
}

/** A page of the sessions that are good now. @param tenantId whose; default: everybody's, the operator's too */
export async function listSessions(
  pool: Pool,
  tenantId: string | undefined,
  page: KeysetPage,
): Promise<Listed<Session>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<SessionRow>(
    `SELECT ${sessionColumns} FROM ${sessionTables}
      WHERE ($1::text IS NULL OR session.tenant_id = $1)
        AND ($2::uuid IS NULL OR session.id > $2) AND ($3::uuid IS NULL OR session.id < $3)
        AND ${isSessionGood}
      ORDER BY session.id ${direction} LIMIT $4`,
    [tenantId ?? null, above ?? null, below ?? null, page.limit + 1],
  );
  return toListed(rows.map(toSession), page);
}

/** What is known of a session that was ended. */
export type EndedSession = Pick<Session, 'id' | 'tenantId' | 'grants' | 'linkId'>;

const ENDED = 'RETURNING id, tenant_id AS "tenantId", grants, link_id AS "linkId"';

/** Ends a session. @param tenantId only if it is one of this tenant @returns undefined where there was none */
export async function endSession(
  client: Client,
  id: string,
  tenantId?: string,
): Promise<EndedSession | undefined> {
  const { rows } = await client.query<EndedSession>(
    `DELETE FROM gateway.sessions WHERE id = $1 AND ($2::text IS NULL OR tenant_id = $2) ${ENDED}`,
    [id, tenantId ?? null],
  );
  return rows[0];
}

/** Ends the sessions of a tenant that are good now. @returns what is known of each */
export async function endSessionsOfTenant(client: Client, tenantId: string): Promise<EndedSession[]> {
  const { rows } = await client.query<EndedSession>(
    `DELETE FROM gateway.sessions
      WHERE id IN (SELECT session.id FROM ${sessionTables} WHERE session.tenant_id = $1 AND ${isSessionGood}) ${ENDED}`,
    [tenantId],
  );
  return rows;
}

/** Ends the session of a token. @param hash by `hashToken` @returns undefined where there was none */
export async function endSessionOf(client: Client, hash: Buffer): Promise<EndedSession | undefined> {
  const { rows } = await client.query<EndedSession>(
    `DELETE FROM gateway.sessions WHERE token_hash = $1 ${ENDED}`,
    [hash],
  );
  return rows[0];
}

import type { Pool, PoolClient } from '@casewire/database';
import type { Environment } from '@casewire/events';
import type { Scope } from '@casewire/identity';

/** Connections, or the one of a transaction. */
export type Client = Pick<Pool | PoolClient, 'query'>;

/** What a session may do in an environment. */
export interface Grant {
  readonly scopes: readonly Scope[];
  /** The API key that gave it. Absent where a portal link or the operator's key did. */
  readonly keyId?: string;
}

export type Grants = Readonly<Partial<Record<Environment, Grant>>>;

/** How long a session lasts. */
export interface SessionLimits {
  /** Without a request. */
  readonly idleSeconds: number;
  readonly expiresAt: Date;
}

/** A look of the operator at the pages of a tenant. */
export interface TenantView {
  readonly tenantId: string;
  readonly tenantName: string;
  /** Until when it allows more than reading; null where no reason was given. */
  readonly unlockedUntil: Date | null;
  readonly reason: string | null;
}

/** Somebody who has signed in. */
export interface Session extends SessionLimits {
  readonly id: string;
  /** Null for the operator. */
  readonly tenantId: string | null;
  readonly tenantName: string | null;
  readonly grants: Grants;
  /** The portal link that it began with; null where it began with a key. */
  readonly linkId: string | null;
  readonly readOnly: boolean;
  /** See `NewSession`. */
  readonly operatorCheck: Buffer | null;
  /** Null where none is open, and in sessions of tenants. */
  readonly view: TenantView | null;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date;
}

/** A session that begins. */
export interface NewSession extends SessionLimits {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly tenantId: string | null;
  readonly grants: Grants;
  /** What only the operator's key and the token together give. The store keeps it for the gateway. */
  readonly operatorCheck?: Buffer;
}

/** A session as `sessionColumns` select it. */
export type SessionRow = Omit<Session, 'view'> & {
  readonly viewedTenantId: string | null;
  readonly viewedTenantName: string | null;
  readonly viewUnlockedUntil: Date | null;
  readonly viewReason: string | null;
};

/** Selects a `SessionRow` from `sessionTables`. */
export const sessionColumns = `
  session.id, session.tenant_id AS "tenantId", tenant.name AS "tenantName", session.grants, session.link_id AS "linkId",
  session.read_only AS "readOnly", session.operator_check AS "operatorCheck", session.created_at AS "createdAt",
  session.last_used_at AS "lastUsedAt", session.idle_seconds AS "idleSeconds", session.expires_at AS "expiresAt",
  viewed.id AS "viewedTenantId", viewed.name AS "viewedTenantName", session.view_unlocked_until AS "viewUnlockedUntil",
  session.view_reason AS "viewReason"`;

export const sessionTables = `
  gateway.sessions AS session
  LEFT JOIN subscriptions.tenants AS tenant ON tenant.id = session.tenant_id AND tenant.deleted_at IS NULL
  LEFT JOIN subscriptions.tenants AS viewed
    ON viewed.id = session.viewed_tenant_id AND viewed.deleted_at IS NULL`;

/** The view of a deleted tenant is over. */
export function toSession(row: SessionRow): Session {
  const { viewedTenantId, viewedTenantName, viewUnlockedUntil, viewReason, ...session } = row;
  if (viewedTenantId === null) return { ...session, view: null };
  const view = {
    tenantId: viewedTenantId,
    tenantName: viewedTenantName ?? viewedTenantId,
    unlockedUntil: viewUnlockedUntil,
    reason: viewReason,
  };
  return { ...session, view };
}

/**
 * Whether a session is good now: within its limits, its tenant exists, and so do all keys that gave it something. A
 * session whose portal link is revoked goes with it.
 */
export const isSessionGood = `
  session.expires_at > now()
  AND session.last_used_at + make_interval(secs => session.idle_seconds) > now()
  AND (session.tenant_id IS NULL OR tenant.id IS NOT NULL)
  AND NOT EXISTS (
    SELECT FROM jsonb_path_query(session.grants, '$.*.keyId') AS used (key_id)
     WHERE NOT EXISTS (
       SELECT FROM subscriptions.api_keys AS key
        WHERE key.id = (used.key_id #>> '{}')::uuid
          AND key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > now())))`;

import type { Migration } from '@casewire/database';

/** The schema `gateway`, in the order it was built. */
export const migrations: readonly Migration[] = [
  /** Links that open the dashboard, and the sessions of those who have signed in. */
  {
    name: '0500-sessions',
    up: `
      CREATE SCHEMA gateway;

      CREATE TABLE gateway.portal_links (
        id           uuid PRIMARY KEY,
        tenant_id    text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
        environments text[] NOT NULL,
        scopes       text[] NOT NULL,
        read_only    boolean NOT NULL,
        landing      text,
        -- SHA-256 of the code: the code itself is shown once and kept nowhere.
        code_hash    bytea NOT NULL CONSTRAINT portal_links_code UNIQUE,
        created_at   timestamptz(3) NOT NULL DEFAULT now(),
        expires_at   timestamptz(3) NOT NULL,
        -- A link is good for one sign-in.
        used_at      timestamptz(3)
      );
      CREATE INDEX portal_links_of_tenant ON gateway.portal_links (tenant_id, id);
      CREATE INDEX portal_links_by_end ON gateway.portal_links (expires_at);

      CREATE TABLE gateway.sessions (
        id             uuid PRIMARY KEY,
        -- SHA-256 of the token in the cookie.
        token_hash     bytea NOT NULL CONSTRAINT sessions_token UNIQUE,
        -- Null for sessions of the operator.
        tenant_id      text COLLATE "C" REFERENCES subscriptions.tenants (id),
        -- By environment: its scopes, and the id of the key that gave them. {"sandbox": {"scopes": ["read"], "keyId": "..."}}
        grants         jsonb NOT NULL,
        -- Null for sessions that began with a key.
        link_id        uuid REFERENCES gateway.portal_links (id) ON DELETE CASCADE,
        read_only      boolean NOT NULL DEFAULT false,
        -- Ties a session of the operator to the operator's key.
        operator_check bytea,
        created_at     timestamptz(3) NOT NULL DEFAULT now(),
        last_used_at   timestamptz(3) NOT NULL DEFAULT now(),
        -- How long it lasts without a request.
        idle_seconds   integer NOT NULL,
        expires_at     timestamptz(3) NOT NULL
      );
      CREATE INDEX sessions_of_tenant ON gateway.sessions (tenant_id, id);
      CREATE INDEX sessions_of_link ON gateway.sessions (link_id) WHERE link_id IS NOT NULL;
      CREATE INDEX sessions_by_end ON gateway.sessions (expires_at);
    `,
    down: `
      DROP TABLE gateway.sessions;
      DROP TABLE gateway.portal_links;
      DROP SCHEMA gateway;
    `,
  },
  /** The operator looks at a tenant's pages. */
  {
    name: '0501-tenant-views',
    up: `
      ALTER TABLE gateway.sessions
        -- The tenant that a session of the operator views now; null for none.
        ADD COLUMN viewed_tenant_id text COLLATE "C",
        -- Until when the view allows more than reading, and the reason that was given for it.
        ADD COLUMN view_unlocked_until timestamptz(3),
        ADD COLUMN view_reason text,
        ADD CONSTRAINT sessions_views CHECK (viewed_tenant_id IS NULL OR tenant_id IS NULL);
    `,
    down: `
      ALTER TABLE gateway.sessions
        DROP COLUMN viewed_tenant_id, DROP COLUMN view_unlocked_until, DROP COLUMN view_reason;
    `,
  },
];

import type { Migration } from '@casewire/database';

/** Customers, and the keys they call the API with. */
export const tenants: Migration = {
  name: '0100-tenants',
  up: `
    CREATE SCHEMA subscriptions;

    CREATE TABLE subscriptions.tenants (
      id          text COLLATE "C" PRIMARY KEY,
      name        text NOT NULL,
      settings    jsonb NOT NULL DEFAULT '{}',
      version     integer NOT NULL DEFAULT 1,
      created_at  timestamptz(3) NOT NULL DEFAULT now(),
      updated_at  timestamptz(3) NOT NULL DEFAULT now(),
      -- The id of a deleted tenant stays taken: its history still names it.
      deleted_at  timestamptz(3)
    );
    CREATE INDEX tenants_by_age ON subscriptions.tenants (created_at, id) WHERE deleted_at IS NULL;

    CREATE TABLE subscriptions.api_keys (
      id          uuid PRIMARY KEY,
      tenant_id   text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
      environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
      name        text,
      -- SHA-256 of the key: the key itself is shown once and kept nowhere.
      key_hash    bytea NOT NULL CONSTRAINT api_keys_hash UNIQUE,
      scopes      text[] NOT NULL,
      created_at  timestamptz(3) NOT NULL DEFAULT now(),
      expires_at  timestamptz(3),
      revoked_at  timestamptz(3)
    );
    CREATE INDEX api_keys_of_tenant ON subscriptions.api_keys (tenant_id, id);
  `,
  down: `
    DROP TABLE subscriptions.api_keys;
    DROP TABLE subscriptions.tenants;
    DROP SCHEMA subscriptions;
  `,
};

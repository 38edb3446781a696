import type { Migration } from '@casewire/database';

/** The secrets that webhooks name as `{secret.NAME}` in their URLs and headers. */
export const secrets: Migration = {
  name: '0104-secrets',
  up: `
    CREATE TABLE subscriptions.secrets (
      tenant_id   text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
      environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
      name        text COLLATE "C" NOT NULL,
      key_id      text NOT NULL,
      ciphertext  bytea NOT NULL,
      created_at  timestamptz(3) NOT NULL DEFAULT now(),
      updated_at  timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, environment, name)
    );
  `,
  down: `
    DROP TABLE subscriptions.secrets;
  `,
};

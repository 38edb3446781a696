import type { Migration } from '@casewire/database';

/**
 * Webhooks and the secrets that sign for them. Columns that nothing reads yet (rate_limit_per_second, on_give_up)
 * are here so that reading them later needs no rewrite of a table with tens of millions of rows.
 */
export const webhooks: Migration = {
  name: '0101-webhooks',
  up: `
    CREATE TABLE subscriptions.webhooks (
      id                    uuid PRIMARY KEY,
      tenant_id             text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
      environment           text NOT NULL CHECK (environment IN ('sandbox', 'production')),
      level                 text NOT NULL CHECK (level IN ('customer', 'definition', 'runtime')),
      scope_key             text COLLATE "C" NOT NULL,
      name                  text,
      url                   text NOT NULL,
      events                text[] NOT NULL,
      definition_id         text,
      runtime_id            text,
      state_names           text[],
      filter                text,
      method                text NOT NULL DEFAULT 'POST' CHECK (method IN ('POST', 'PUT', 'PATCH', 'DELETE', 'GET')),
      headers               jsonb NOT NULL DEFAULT '{}',
      -- The placeholders in URL and headers, so that matching and delivery need not search for them.
      context_placeholders  text[] NOT NULL DEFAULT '{}',
      secret_placeholders   text[] NOT NULL DEFAULT '{}',
      -- The part of the credentials that may be shown. The two columns below hold the value of the Authorization header.
      auth                  jsonb,
      auth_key_id           text,
      auth_ciphertext       bytea,
      transform             jsonb,
      format                text NOT NULL DEFAULT 'native',
      signing               jsonb NOT NULL DEFAULT '{}',
      -- True where the secret of the tenant and environment signs instead of one of the webhook's own.
      signs_with_tenant_secret boolean NOT NULL DEFAULT false,
      send_webhook_id       boolean NOT NULL DEFAULT true,
      retry                 jsonb,
      timeout_ms            integer,
      rate_limit_per_second integer,
      max_concurrency       integer,
      ordering              text NOT NULL DEFAULT 'none' CHECK (ordering IN ('none', 'subject')),
      on_give_up            text NOT NULL DEFAULT 'skip' CHECK (on_give_up IN ('skip', 'block')),
      success_status        text CHECK (success_status IN ('2xx', '200')),
      options               jsonb NOT NULL DEFAULT '{}',
      status                text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'disabled')),
      expires_at            timestamptz(3),
      -- True where it expires some time after its run has ended.
      ends_with_run         boolean NOT NULL DEFAULT false,
      -- How it was made. The configuration of a definition replaces only webhooks that it made.
      origin                text NOT NULL DEFAULT 'api' CHECK (origin IN ('api', 'run', 'definition')),
      version               integer NOT NULL DEFAULT 1,
      created_at            timestamptz(3) NOT NULL DEFAULT now(),
      updated_at            timestamptz(3) NOT NULL DEFAULT now(),
      deleted_at            timestamptz(3),
      CHECK ((auth_key_id IS NULL) = (auth_ciphertext IS NULL))
    );

    -- One index finds the customer, definition and runtime level alike: to match, and to count and replace.
    CREATE INDEX webhooks_by_scope ON subscriptions.webhooks (tenant_id, environment, scope_key)
      WHERE deleted_at IS NULL;
    -- Two indexes for lists, so that a few standing webhooks are not searched among millions of runtime ones.
    CREATE INDEX webhooks_standing ON subscriptions.webhooks (tenant_id, environment, id)
      WHERE deleted_at IS NULL AND level <> 'runtime';
    CREATE INDEX webhooks_runtime ON subscriptions.webhooks (tenant_id, environment, id)
      WHERE deleted_at IS NULL AND level = 'runtime';
    -- Webhooks that a new signing secret of the tenant may not fit. It always fits webhooks as run requests make them.
    CREATE INDEX webhooks_tenant_signed ON subscriptions.webhooks (tenant_id, environment)
      WHERE signs_with_tenant_secret AND deleted_at IS NULL
        AND (level <> 'runtime' OR signing <> '{}' OR format <> 'native');
    CREATE INDEX webhooks_of_open_runs ON subscriptions.webhooks (id)
      WHERE ends_with_run AND expires_at IS NULL AND deleted_at IS NULL;

    CREATE TABLE subscriptions.webhook_secrets (
      id         uuid PRIMARY KEY,
      webhook_id uuid NOT NULL REFERENCES subscriptions.webhooks (id) ON DELETE CASCADE,
      key_id     text NOT NULL,
      ciphertext bytea NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      -- Set when a newer secret took over: until then both sign.
      expires_at timestamptz(3)
    );
    CREATE INDEX webhook_secrets_of_webhook ON subscriptions.webhook_secrets (webhook_id);
    CREATE UNIQUE INDEX webhook_secrets_current ON subscriptions.webhook_secrets (webhook_id)
      WHERE expires_at IS NULL;
    CREATE INDEX webhook_secrets_expiring ON subscriptions.webhook_secrets (expires_at)
      WHERE expires_at IS NOT NULL;

    CREATE TABLE subscriptions.signing_secrets (
      id          uuid PRIMARY KEY,
      tenant_id   text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
      environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
      key_id      text NOT NULL,
      ciphertext  bytea NOT NULL,
      created_at  timestamptz(3) NOT NULL DEFAULT now(),
      expires_at  timestamptz(3)
    );
    CREATE INDEX signing_secrets_of_tenant ON subscriptions.signing_secrets (tenant_id, environment);
    CREATE UNIQUE INDEX signing_secrets_current ON subscriptions.signing_secrets (tenant_id, environment)
      WHERE expires_at IS NULL;
    CREATE INDEX signing_secrets_expiring ON subscriptions.signing_secrets (expires_at)
      WHERE expires_at IS NOT NULL;
  `,
  down: `
    DROP TABLE subscriptions.signing_secrets;
    DROP TABLE subscriptions.webhook_secrets;
    DROP TABLE subscriptions.webhooks;
  `,
};

import type { Migration } from '@casewire/database';

/**
 * The schema `subscriptions`, in the order it was built. It is an entry point of its own, because programs that migrate
 * need neither the entities nor the families that the other one loads.
 */
export const migrations: readonly Migration[] = [
  /** Customers, and the keys they call the API with. */
  {
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
  },
  /**
   * Webhooks and the secrets that sign for them. Columns that nothing reads yet (rate_limit_per_second, on_give_up)
   * are here so that reading them later needs no rewrite of a table with tens of millions of rows.
   */
  {
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
        -- The part of the credentials that may be shown. The two columns below hold all of them.
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
  },
  /** Event types that tenants register beside the families' catalogues. */
  {
    name: '0102-event-types',
    up: `
      CREATE TABLE subscriptions.event_types (
        tenant_id   text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
        type        text COLLATE "C" NOT NULL,
        description text NOT NULL,
        -- json, not jsonb: schema and example are shown with the keys in the order they were given.
        schema      json NOT NULL,
        example     json,
        sensitive   text[] NOT NULL DEFAULT '{}',
        created_at  timestamptz(3) NOT NULL DEFAULT now(),
        updated_at  timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, type)
      );
    `,
    down: `
      DROP TABLE subscriptions.event_types;
    `,
  },
  /** Answers to POST requests that carried an Idempotency-Key. */
  {
    name: '0103-idempotency-keys',
    up: `
      CREATE TABLE subscriptions.idempotency_keys (
        scope       text COLLATE "C" NOT NULL,
        key         text COLLATE "C" NOT NULL,
        fingerprint bytea NOT NULL,
        claimed_at  timestamptz NOT NULL DEFAULT now(),
        -- The answer, sealed because it may carry a secret; null while the request is being worked on.
        key_id      text,
        ciphertext  bytea,
        PRIMARY KEY (scope, key),
        CHECK ((key_id IS NULL) = (ciphertext IS NULL))
      );
      CREATE INDEX idempotency_keys_by_age ON subscriptions.idempotency_keys (claimed_at);
    `,
    down: `
      DROP TABLE subscriptions.idempotency_keys;
    `,
  },
  /** The secrets that webhooks name as `{secret.NAME}` in their URLs and headers. */
  {
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
  },
  /** Runs that were requested: the outbox of their commands, and the answers for repeated requests. */
  {
    name: '0105-workflow-runs',
    up: `
      CREATE TABLE subscriptions.workflow_runs (
        id              uuid PRIMARY KEY,
        tenant_id       text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
        environment     text NOT NULL CHECK (environment IN ('sandbox', 'production')),
        idempotency_key text COLLATE "C",
        fingerprint     bytea,
        -- json, not jsonb: a repeated request is answered with the members in the same order.
        answer          json NOT NULL,
        -- For the workflow engine; null once it is on Kafka, because it is full of personal data.
        command         bytea,
        requested_at    timestamptz(3) NOT NULL,
        -- For the relay only: failed tries to send the command, and when the next one is due.
        failures        smallint NOT NULL DEFAULT 0,
        next_try_at     timestamptz NOT NULL DEFAULT now(),
        CHECK ((idempotency_key IS NULL) = (fingerprint IS NULL))
      );
      CREATE UNIQUE INDEX workflow_runs_by_key ON subscriptions.workflow_runs (tenant_id, environment, idempotency_key)
        WHERE idempotency_key IS NOT NULL;
      CREATE INDEX workflow_runs_waiting ON subscriptions.workflow_runs (next_try_at) WHERE command IS NOT NULL;
      CREATE INDEX workflow_runs_sent ON subscriptions.workflow_runs (requested_at) WHERE command IS NULL;
    `,
    down: `
      DROP TABLE subscriptions.workflow_runs;
    `,
  },
  /** Types of a tenant belong to an environment. Those that were there are in both from now on. */
  {
    name: '0106-event-types-by-environment',
    up: `
      ALTER TABLE subscriptions.event_types
        ADD COLUMN environment text NOT NULL DEFAULT 'sandbox' CHECK (environment IN ('sandbox', 'production')),
        DROP CONSTRAINT event_types_pkey,
        ADD PRIMARY KEY (tenant_id, environment, type);
      ALTER TABLE subscriptions.event_types ALTER COLUMN environment DROP DEFAULT;
      INSERT INTO subscriptions.event_types
             (tenant_id, environment, type, description, schema, example, sensitive, created_at, updated_at)
      SELECT tenant_id, 'production', type, description, schema, example, sensitive, created_at, updated_at
        FROM subscriptions.event_types;
    `,
    // A type that is in both environments stays as production has it.
    down: `
      DELETE FROM subscriptions.event_types AS sandbox
       USING subscriptions.event_types AS production
       WHERE sandbox.environment = 'sandbox' AND production.environment = 'production'
         AND production.tenant_id = sandbox.tenant_id AND production.type = sandbox.type;
      ALTER TABLE subscriptions.event_types
        DROP CONSTRAINT event_types_pkey,
        DROP COLUMN environment,
        ADD PRIMARY KEY (tenant_id, type);
    `,
  },
  /** The part of the data that a webhook's receiver may get. */
  {
    name: '0107-webhook-payload',
    up: `
      ALTER TABLE subscriptions.webhooks ADD COLUMN payload jsonb;
    `,
    down: `
      ALTER TABLE subscriptions.webhooks DROP COLUMN payload;
    `,
  },
  /** What TLS with a webhook's receiver differs by. */
  {
    name: '0108-webhook-tls',
    up: `
      ALTER TABLE subscriptions.webhooks ADD COLUMN tls jsonb;
    `,
    down: `
      ALTER TABLE subscriptions.webhooks DROP COLUMN tls;
    `,
  },
  /** Pauses of webhooks, each with a number, and their ends. */
  {
    name: '0110-webhook-pauses',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The number of the last pause; 0 before the first.
      ALTER TABLE subscriptions.webhooks ADD COLUMN pause integer NOT NULL DEFAULT 0;

      -- What history has to know of webhooks: the ends of pauses, by the webhook's owner or by Casewire itself, and of
      -- webhooks whose breaker is open that they were edited, disabled or deleted. Removed when history has taken it.
      CREATE TABLE subscriptions.webhook_notices (
        webhook_id uuid NOT NULL,
        kind       text NOT NULL CHECK (kind IN ('pause', 'own-pause', 'breaker', 'edit')),
        -- Of the pause or the opening; of an edit the version of the webhook.
        number     integer NOT NULL,
        -- What becomes of what the pause has held.
        backlog    text NOT NULL DEFAULT 'send' CHECK (backlog IN ('send', 'skip')),
        written_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (webhook_id, kind, number)
      );
    `,
    down: `
      DROP TABLE subscriptions.webhook_notices;
      ALTER TABLE subscriptions.webhooks DROP COLUMN pause;
    `,
  },
  /** Why Casewire itself has disabled a webhook. */
  {
    name: '0115-webhook-status-reason',
    up: `
      SET LOCAL lock_timeout = '1s';
      ALTER TABLE subscriptions.webhooks ADD COLUMN status_reason text;
    `,
    down: `
      ALTER TABLE subscriptions.webhooks DROP COLUMN status_reason;
    `,
  },
  /** Rates may be fractions. The column that was kept for them held no value, so a new one takes its place without a rewrite. */
  {
    name: '0116-webhook-rate',
    up: `
      SET LOCAL lock_timeout = '1s';
      ALTER TABLE subscriptions.webhooks
        DROP COLUMN rate_limit_per_second,
        ADD COLUMN rate_limit_per_second double precision;
    `,
    down: `
      ALTER TABLE subscriptions.webhooks
        DROP COLUMN rate_limit_per_second,
        ADD COLUMN rate_limit_per_second integer;
    `,
  },
  /** Who has fetched the data of events whose deliveries had its address. */
  {
    name: '0120-data-fetches',
    up: `
      CREATE TABLE subscriptions.data_fetches (
        id          uuid PRIMARY KEY,
        tenant_id   text COLLATE "C" NOT NULL,
        environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
        webhook_id  uuid NOT NULL,
        event_uid   uuid NOT NULL,
        fetched_at  timestamptz(3) NOT NULL,
        fetched_by  text NOT NULL
      );
      CREATE INDEX data_fetches_of_webhook ON subscriptions.data_fetches (webhook_id, id);
      CREATE INDEX data_fetches_by_age ON subscriptions.data_fetches (fetched_at);
    `,
    down: `
      DROP TABLE subscriptions.data_fetches;
    `,
  },
  {
    name: '0121-gone-webhooks',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- So that the few that need a person are found among all.
      CREATE INDEX gone_webhooks ON subscriptions.webhooks (tenant_id, environment)
        WHERE status = 'disabled' AND status_reason = 'gone' AND deleted_at IS NULL;
    `,
    down: `DROP INDEX subscriptions.gone_webhooks;`,
  },
  {
    name: '0441-notices-name-actors',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- Who has ended the pause, as the audit names actors. Null where nobody has, and of an older version.
      ALTER TABLE subscriptions.webhook_notices ADD COLUMN actor text;
    `,
    down: `ALTER TABLE subscriptions.webhook_notices DROP COLUMN actor;`,
  },
  {
    name: '0510-uses-of-keys',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The hour in which the key was used last; null if it was not used since this column exists.
      ALTER TABLE subscriptions.api_keys ADD COLUMN last_used_at timestamptz(3);
    `,
    down: `ALTER TABLE subscriptions.api_keys DROP COLUMN last_used_at;`,
  },
];

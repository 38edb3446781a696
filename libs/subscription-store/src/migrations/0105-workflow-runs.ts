import type { Migration } from '@casewire/database';

/** Runs that were requested: the outbox of their commands, and the answers for repeated requests. */
export const workflowRuns: Migration = {
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
};

import type { Migration } from '@casewire/database';

/** The schema `inspector`, in the order it was built. */
export const migrations: readonly Migration[] = [
  /** Receivers that Casewire hosts for trying things, and the requests that they have got. */
  {
    name: '0380-inspectors',
    up: `
      CREATE SCHEMA inspector;

      CREATE TABLE inspector.inspectors (
        id         uuid PRIMARY KEY,
        tenant_id  text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
        -- What it answers. {"status": 200, "delayMs": 0, "retryAfter": null, "location": null, "body": null}
        respond    jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX inspectors_of_tenant ON inspector.inspectors (tenant_id, id);
      CREATE INDEX inspectors_by_end ON inspector.inspectors (expires_at);

      CREATE TABLE inspector.requests (
        id            uuid PRIMARY KEY,
        inspector_id  uuid NOT NULL REFERENCES inspector.inspectors (id) ON DELETE CASCADE,
        arrived_at    timestamptz(3) NOT NULL,
        webhook_id    uuid NOT NULL,
        invocation_id uuid NOT NULL,
        attempt       integer NOT NULL,
        method        text NOT NULL,
        -- Path and query.
        target        text NOT NULL,
        -- [["content-type", "application/json"], ...] in the order in which they arrived. Secrets are left out.
        headers       jsonb NOT NULL,
        -- The first 256 KiB.
        body          bytea NOT NULL,
        body_bytes    integer NOT NULL,
        scheme        text NOT NULL,
        -- The check of the signature that failed; null for a genuine request.
        failure       text,
        -- The status of the answer.
        answered      integer NOT NULL
      );
      CREATE INDEX requests_of_inspector ON inspector.requests (inspector_id, id);

      -- Answers to POST requests that carried an Idempotency-Key; null while the request is being worked on.
      CREATE TABLE inspector.idempotency_keys (
        scope       text NOT NULL,
        key         text NOT NULL,
        fingerprint bytea NOT NULL,
        claimed_at  timestamptz NOT NULL DEFAULT now(),
        response    json,
        PRIMARY KEY (scope, key)
      );
    `,
    down: `
      DROP TABLE inspector.idempotency_keys;
      DROP TABLE inspector.requests;
      DROP TABLE inspector.inspectors;
      DROP SCHEMA inspector;
    `,
  },
  /** What decides how much of a request is hidden from sessions. */
  {
    name: '0425-inspected-types',
    up: `
      ALTER TABLE inspector.requests
        -- Null of requests from before: nobody knows what is sensitive in them.
        ADD COLUMN event_type text,
        -- Whether its headers hold texts of the event.
        ADD COLUMN filled boolean NOT NULL DEFAULT true;
    `,
    down: `
      ALTER TABLE inspector.requests DROP COLUMN event_type, DROP COLUMN filled;
    `,
  },
];

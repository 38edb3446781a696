import type { Migration } from '@casewire/database';

/** The tables of schema `ingestion`; partitions are made by `maintainEventPartitions`. */
export const migrations: readonly Migration[] = [
  {
    name: '0200-ingestion-events',
    up: `
      CREATE SCHEMA ingestion;

      -- The record that owns an identity. Looked up by identity in the few weeks that are kept; dropped by whole weeks.
      CREATE TABLE ingestion.claims (
        week integer NOT NULL,
        identity bytea NOT NULL,
        accepted_at timestamptz NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        PRIMARY KEY (identity, week)
      ) PARTITION BY RANGE (week);

      CREATE TABLE ingestion.events (
        uid uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        type text NOT NULL,
        subject text,
        correlation_id text,
        attributes json NOT NULL,
        traceparent text,
        data bytea NOT NULL
      ) PARTITION BY RANGE (uid);
      CREATE INDEX events_of_tenant ON ingestion.events (tenant_id, environment, uid);

      CREATE TABLE ingestion.rejected_events (
        id uuid PRIMARY KEY,
        -- Null if the record does not name its tenant. Only the operator sees it then.
        tenant_id text,
        environment text,
        reason text NOT NULL,
        path text NOT NULL,
        message text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        key bytea,
        headers jsonb NOT NULL,
        value bytea NOT NULL,
        truncated boolean NOT NULL,
        rejected_at timestamptz NOT NULL,
        republished_at timestamptz,
        UNIQUE (topic, partition, "offset")
      );
      CREATE INDEX rejected_events_of_tenant ON ingestion.rejected_events (tenant_id, environment, id);
    `,
    down: `DROP SCHEMA ingestion CASCADE;`,
  },
  {
    name: '0201-ingestion-idempotency-keys',
    up: `
      -- Answers to POST requests that carried an Idempotency-Key; null while the request is carried out.
      CREATE TABLE ingestion.idempotency_keys (
        scope text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        fingerprint bytea NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        response json,
        PRIMARY KEY (scope, key)
      );
      CREATE INDEX idempotency_keys_by_age ON ingestion.idempotency_keys (claimed_at);
    `,
    down: `DROP TABLE ingestion.idempotency_keys;`,
  },
  {
    name: '0202-ingestion-event-sequence',
    up: `
      -- The order in which events become visible, which lists follow. Events that are there get the order of acceptance.
      CREATE SEQUENCE ingestion.event_seq;
      ALTER TABLE ingestion.events ADD COLUMN seq bigint;
      UPDATE ingestion.events e SET seq = placed.seq
        FROM (SELECT uid, row_number() OVER (ORDER BY uid) AS seq FROM ingestion.events) placed
       WHERE e.uid = placed.uid;
      SELECT setval('ingestion.event_seq', (SELECT coalesce(max(seq), 0) + 1 FROM ingestion.events), false);
      ALTER TABLE ingestion.events
        ALTER COLUMN seq SET NOT NULL, ALTER COLUMN seq SET DEFAULT nextval('ingestion.event_seq');
      DROP INDEX ingestion.events_of_tenant;
      CREATE INDEX events_of_tenant ON ingestion.events (tenant_id, environment, seq);
    `,
    down: `
      DROP INDEX ingestion.events_of_tenant;
      ALTER TABLE ingestion.events DROP COLUMN seq;
      DROP SEQUENCE ingestion.event_seq;
      CREATE INDEX events_of_tenant ON ingestion.events (tenant_id, environment, uid);
    `,
  },
];

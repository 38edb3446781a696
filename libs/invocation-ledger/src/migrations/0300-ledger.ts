import type { Migration } from '@casewire/database';

/** Invocations, attempts, and how far Kafka is read. */
export const ledger: readonly Migration[] = [
  {
    name: '0300-ledger',
    up: `
      CREATE SCHEMA history;

      -- Allotted under the ledger's advisory lock, so that its order is the order in which rows become visible.
      CREATE SEQUENCE history.invocation_seq;

      CREATE TABLE history.invocations (
        id uuid PRIMARY KEY,
        -- Null: hidden, because its delivery record has not arrived yet.
        seq bigint,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        webhook_id text NOT NULL,
        family text NOT NULL,
        event_uid uuid NOT NULL,
        event_id text NOT NULL,
        event_source text NOT NULL,
        event_type text NOT NULL,
        subject text,
        accepted_at timestamptz NOT NULL,
        -- Headers of the delivery record that have no column of their own.
        headers json NOT NULL,
        body bytea,
        ordering_key text,
        status text NOT NULL,
        release_state text,
        release integer NOT NULL,
        settled boolean NOT NULL,
        reason text,
        due_at timestamptz,
        released_at timestamptz,
        claimed_until timestamptz,
        cuts smallint NOT NULL,
        attempts integer NOT NULL,
        last_attempt_at timestamptz,
        response_code integer,
        recorded_at timestamptz NOT NULL DEFAULT now()
      ) PARTITION BY RANGE (id);

      -- Pages. By event uid there is none: its invocations share its timestamp, the first 48 bits of the key.
      CREATE INDEX invocations_of_webhook ON history.invocations (webhook_id, seq);
      CREATE INDEX invocations_of_tenant ON history.invocations (tenant_id, environment, seq);
      CREATE INDEX invocations_of_family ON history.invocations (tenant_id, environment, family, seq);
      CREATE INDEX failed_invocations ON history.invocations (tenant_id, environment, seq) WHERE status = 'failed';
      -- The hash keeps entries small; upstream chooses how long an id is.
      CREATE INDEX invocations_of_event ON history.invocations (hashtextextended(event_id, 0));

      -- Work. Each holds only the rows that are in its state now.
      CREATE INDEX released_invocations ON history.invocations (released_at) WHERE release_state = 'released';
      CREATE INDEX scheduled_invocations ON history.invocations (due_at)
        WHERE release_state = 'scheduled' AND seq IS NOT NULL;
      CREATE INDEX claimed_invocations ON history.invocations (claimed_until) WHERE release_state = 'claimed';
      CREATE INDEX hidden_invocations ON history.invocations (recorded_at) WHERE seq IS NULL;

      CREATE TABLE history.attempts (
        invocation_id uuid NOT NULL,
        id uuid NOT NULL,
        number integer NOT NULL,
        release integer NOT NULL,
        started_at timestamptz NOT NULL,
        duration_ms real NOT NULL,
        outcome text NOT NULL,
        request json NOT NULL,
        response_code integer,
        response_headers json,
        response_body text,
        error text,
        next json NOT NULL,
        PRIMARY KEY (invocation_id, id)
      ) PARTITION BY RANGE (invocation_id);

      -- Where history stands in each partition of what it reads: moved in the transaction that applies the records.
      CREATE TABLE history.offsets (
        cluster_id text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL,
        PRIMARY KEY (cluster_id, topic, partition)
      ) WITH (fillfactor = 50);

      -- Ordered release: at most one current invocation per webhook and key. A row is locked by whoever changes the
      -- current one or the queue, before it locks any invocation of the slot.
      CREATE TABLE history.slots (
        webhook_id text NOT NULL,
        ordering_key text NOT NULL,
        current_id uuid,
        PRIMARY KEY (webhook_id, ordering_key)
      ) WITH (fillfactor = 70);
      CREATE TABLE history.slot_waiters (
        webhook_id text NOT NULL,
        ordering_key text NOT NULL,
        seq bigint NOT NULL,
        invocation_id uuid NOT NULL,
        PRIMARY KEY (webhook_id, ordering_key, seq)
      );

      -- What delivery must not send although it may be on Kafka already.
      CREATE TABLE history.cancellations (
        invocation_id uuid PRIMARY KEY,
        cancelled_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      -- Each cut and how far it came, so that any process can carry it on.
      CREATE TABLE history.cuts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cluster_id text NOT NULL,
        begun_at timestamptz NOT NULL,
        deliveries_end jsonb,
        attempts_end jsonb,
        finished_at timestamptz,
        released_again integer NOT NULL DEFAULT 0,
        bodies_lost integer NOT NULL DEFAULT 0
      );

      -- Invocations accepted before this instant were removed: one row, or none before the first removal.
      CREATE TABLE history.retention (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        retained_from timestamptz NOT NULL
      );

      -- Spans of seq that were applied again after the ledger was restored from a backup: a cursor into one of them
      -- resumes at its start.
      CREATE TABLE history.restores (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        detected_at timestamptz NOT NULL DEFAULT now(),
        -- What history had committed to Kafka for each topic: until the ledger has passed it, it lacks what it once knew.
        marks jsonb NOT NULL,
        first_seq bigint NOT NULL,
        last_seq bigint
      );
    `,
    down: `DROP SCHEMA history CASCADE;`,
  },
  {
    name: '0301-history-idempotency-keys',
    up: `
      -- Answers to POST requests that carried an Idempotency-Key; null while the request is being worked on.
      CREATE TABLE history.idempotency_keys (
        scope text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        response json,
        PRIMARY KEY (scope, key)
      );
    `,
    down: `DROP TABLE history.idempotency_keys;`,
  },
  /**
   * The outcome of a release is written to its row alone, without a new entry in every index (PostgreSQL's heap-only
   * update): no index names a column that a first success changes. A small table replaces the index of released rows.
   */
  {
    name: '0302-released',
    up: `
      -- The invocations whose release_state is 'released', in step with their rows.
      CREATE TABLE history.released (
        invocation_id uuid PRIMARY KEY,
        released_at timestamptz NOT NULL
      );
      INSERT INTO history.released
        SELECT id, released_at FROM history.invocations WHERE release_state = 'released' AND released_at IS NOT NULL;

      DROP INDEX history.released_invocations, history.scheduled_invocations, history.claimed_invocations,
        history.failed_invocations;
      CREATE INDEX scheduled_invocations ON history.invocations (due_at) WHERE due_at IS NOT NULL AND seq IS NOT NULL;
      CREATE INDEX claimed_invocations ON history.invocations (claimed_until) WHERE claimed_until IS NOT NULL;
      -- What has failed always has a reason; of the rest only what waits for something has one.
      CREATE INDEX invocations_with_reason ON history.invocations (tenant_id, environment, seq) WHERE reason IS NOT NULL;
    `,
    down: `
      DROP INDEX history.invocations_with_reason, history.claimed_invocations, history.scheduled_invocations;
      CREATE INDEX failed_invocations ON history.invocations (tenant_id, environment, seq) WHERE status = 'failed';
      CREATE INDEX released_invocations ON history.invocations (released_at) WHERE release_state = 'released';
      CREATE INDEX scheduled_invocations ON history.invocations (due_at)
        WHERE release_state = 'scheduled' AND seq IS NOT NULL;
      CREATE INDEX claimed_invocations ON history.invocations (claimed_until) WHERE release_state = 'claimed';
      DROP TABLE history.released;
    `,
  },
  {
    name: '0304-retries',
    up: `
      -- Retries by hand of the last minute, so that of several at once one counts.
      CREATE TABLE history.retries (
        invocation_id uuid PRIMARY KEY,
        asked_at timestamptz NOT NULL
      );
      CREATE INDEX retries_by_age ON history.retries (asked_at);
    `,
    down: `DROP TABLE history.retries;`,
  },
  {
    name: '0305-scheduled-by-tenant',
    up: `
      -- Whose turn is next, and what is due of one tenant, however much of others is due.
      CREATE INDEX scheduled_invocations_of_tenant
        ON history.invocations (tenant_id, environment, (reason IS NOT DISTINCT FROM 'lane-full'), due_at)
        WHERE due_at IS NOT NULL AND seq IS NOT NULL;
    `,
    down: `DROP INDEX history.scheduled_invocations_of_tenant;`,
  },
  {
    name: '0306-due-of-a-tenant',
    up: `
      SET LOCAL lock_timeout = '1s';
      DROP INDEX history.scheduled_invocations_of_tenant;
      -- Not due_at itself: the index of due_at has that order too, and through it PostgreSQL would pass over all other tenants.
      CREATE INDEX scheduled_invocations_of_tenant
        ON history.invocations (tenant_id, environment, (reason IS NOT DISTINCT FROM 'lane-full'), (due_at AT TIME ZONE 'UTC'))
        WHERE due_at IS NOT NULL AND seq IS NOT NULL;
    `,
    down: `
      DROP INDEX history.scheduled_invocations_of_tenant;
      CREATE INDEX scheduled_invocations_of_tenant
        ON history.invocations (tenant_id, environment, (reason IS NOT DISTINCT FROM 'lane-full'), due_at)
        WHERE due_at IS NOT NULL AND seq IS NOT NULL;
    `,
  },
  /** A backlog waits for room like what delivery had no room for. */
  {
    name: '0313-crowded-by-tenant',
    up: `
      SET LOCAL lock_timeout = '1s';
      DROP INDEX history.scheduled_invocations_of_tenant;
      CREATE INDEX scheduled_invocations_of_tenant
        ON history.invocations (tenant_id, environment, coalesce(reason IN ('lane-full', 'backlog'), false), (due_at AT TIME ZONE 'UTC'))
        WHERE due_at IS NOT NULL AND seq IS NOT NULL;
    `,
    down: `
      DROP INDEX history.scheduled_invocations_of_tenant;
      CREATE INDEX scheduled_invocations_of_tenant
        ON history.invocations (tenant_id, environment, (reason IS NOT DISTINCT FROM 'lane-full'), (due_at AT TIME ZONE 'UTC'))
        WHERE due_at IS NOT NULL AND seq IS NOT NULL;
    `,
  },
  {
    name: '0360-released-by-tenant',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- Whose they are: so that what is released is counted in this table alone. Null where an older version has added a row.
      ALTER TABLE history.released ADD COLUMN tenant_id text, ADD COLUMN environment text;
      UPDATE history.released r SET tenant_id = i.tenant_id, environment = i.environment
        FROM history.invocations i WHERE i.id = r.invocation_id;
    `,
    down: `ALTER TABLE history.released DROP COLUMN tenant_id, DROP COLUMN environment;`,
  },
  /** Search by event id and subject. No index names a column that a first success changes. */
  {
    name: '0401-find-invocations',
    up: `
      SET LOCAL lock_timeout = '1s';
      DROP INDEX history.invocations_of_event;
      -- The hash keeps entries small, and a tenant's apart from others'. By seq, the newest of many are found at once.
      CREATE INDEX invocations_of_event ON history.invocations
        (hashtextextended(event_id, hashtextextended(tenant_id || ' ' || environment, 0)), seq);
      CREATE INDEX invocations_of_subject ON history.invocations
        (hashtextextended(subject, hashtextextended(tenant_id || ' ' || environment, 0)), seq)
        WHERE subject IS NOT NULL;
    `,
    down: `
      DROP INDEX history.invocations_of_subject, history.invocations_of_event;
      CREATE INDEX invocations_of_event ON history.invocations (hashtextextended(event_id, 0));
    `,
  },
  {
    name: '0411-attempt-webhook-versions',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- Null for attempts that were made before this column was there.
      ALTER TABLE history.attempts ADD COLUMN webhook_version integer;
    `,
    down: `ALTER TABLE history.attempts DROP COLUMN webhook_version;`,
  },
  {
    name: '0440-notes',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- What happened to it beside its attempts: the newest 20, as an array. Null for most.
      ALTER TABLE history.invocations ADD COLUMN notes json;
      -- Who has ended it, as the audit names actors. Null where nobody has, or where it is not known.
      ALTER TABLE history.ended_holds ADD COLUMN ended_by text;
    `,
    down: `
      ALTER TABLE history.ended_holds DROP COLUMN ended_by;
      ALTER TABLE history.invocations DROP COLUMN notes;
    `,
  },
];

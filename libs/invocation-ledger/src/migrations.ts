import type { Migration } from '@casewire/database';

/** The tables of schema `history`; day partitions are made by `ensureLedgerPartitions`. */
export const migrations: readonly Migration[] = [
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
    name: '0303-gaps',
    up: `
      -- When the event of the last applied record was accepted. Events of records lost behind it were accepted about then.
      ALTER TABLE history.offsets ADD COLUMN applied_until timestamptz;

      -- Ranges of records that vanished before they were read, and the events that are still to be rematched for them.
      CREATE TABLE history.gaps (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cluster_id text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        from_offset bigint NOT NULL,
        to_offset bigint NOT NULL,
        noticed_at timestamptz NOT NULL DEFAULT now(),
        -- Events above the one uid and below the other.
        after_uid uuid NOT NULL,
        end_uid uuid NOT NULL,
        -- Kept a while when it is done, so that it is not noticed again.
        closed_at timestamptz,
        UNIQUE (cluster_id, topic, partition, from_offset, to_offset)
      );
    `,
    down: `
      DROP TABLE history.gaps;
      ALTER TABLE history.offsets DROP COLUMN applied_until;
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
  /** Webhooks on hold, and what they keep from being sent. */
  {
    name: '0310-holds',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The hold that keeps it, or has kept it until it is released again.
      ALTER TABLE history.invocations ADD COLUMN held_by text;

      -- What the ledger knows of a webhook. A row is locked by whoever lets a hold keep an invocation, or ends a hold,
      -- before it locks slots and invocations.
      CREATE TABLE history.webhook_state (
        webhook_id text PRIMARY KEY,
        -- The pause by its owner that deferrals have named, while the ledger does not know of its end.
        pause integer,
        -- The last pause by its owner that is over.
        ended_pause integer NOT NULL DEFAULT 0,
        -- The same of Casewire's own pauses.
        own_pause integer,
        ended_own_pause integer NOT NULL DEFAULT 0
      ) WITH (fillfactor = 70);
      CREATE INDEX webhooks_on_hold ON history.webhook_state (webhook_id)
        WHERE pause IS NOT NULL OR own_pause IS NOT NULL;

      -- The invocations that have a held_by, in step with their rows: an index of theirs would make each outcome dearer.
      CREATE TABLE history.held (
        invocation_id uuid PRIMARY KEY,
        webhook_id text NOT NULL,
        held_by text NOT NULL,
        -- Its hold is over, and it waits for its release.
        is_freed boolean NOT NULL
      ) WITH (fillfactor = 70);
      CREATE INDEX held_by_hold ON history.held (webhook_id, held_by, invocation_id) WHERE NOT is_freed;
      CREATE INDEX freed_invocations ON history.held (webhook_id) WHERE is_freed;

      -- Holds that are over, until their backlog is freed and no deferral can name them any more.
      CREATE TABLE history.ended_holds (
        webhook_id text NOT NULL,
        held_by text NOT NULL,
        backlog text NOT NULL CHECK (backlog IN ('send', 'skip')),
        -- What was accepted later is no part of the backlog.
        accepted_before timestamptz NOT NULL,
        ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        freed_at timestamptz,
        PRIMARY KEY (webhook_id, held_by)
      );
    `,
    // A release brings back what is held. If its webhook is paused still, delivery puts it off as often as it comes.
    down: `
      UPDATE history.invocations i SET release_state = 'scheduled', due_at = now(), reason = NULL
        FROM history.held h WHERE i.id = h.invocation_id AND i.release_state = 'held-by-webhook';
      DROP TABLE history.ended_holds;
      DROP TABLE history.held;
      DROP TABLE history.webhook_state;
      ALTER TABLE history.invocations DROP COLUMN held_by;
    `,
  },
  /** What attempts have shown of webhooks. */
  {
    name: '0311-webhook-health',
    up: `
      ALTER TABLE history.webhook_state
        ADD COLUMN last_success_at timestamptz,
        ADD COLUMN last_failure_at timestamptz,
        -- Its class: timeout, http-503.
        ADD COLUMN last_failure text,
        -- Failures since the last success, and when the first of them ended.
        ADD COLUMN failure_run integer,
        ADD COLUMN failure_run_since timestamptz,
        -- First attempts since a failure, while that is not long ago.
        ADD COLUMN window_since timestamptz,
        ADD COLUMN window_attempts integer,
        ADD COLUMN window_failures integer,
        -- Successes in a row while it is failing.
        ADD COLUMN success_run integer NOT NULL DEFAULT 0,
        ADD COLUMN failing_since timestamptz,
        ADD COLUMN failing_by text,
        ADD COLUMN average_ms real;
      CREATE INDEX failing_webhooks ON history.webhook_state (webhook_id) WHERE failing_since IS NOT NULL;
    `,
    down: `
      ALTER TABLE history.webhook_state
        DROP COLUMN last_success_at,
        DROP COLUMN last_failure_at,
        DROP COLUMN last_failure,
        DROP COLUMN failure_run,
        DROP COLUMN failure_run_since,
        DROP COLUMN window_since,
        DROP COLUMN window_attempts,
        DROP COLUMN window_failures,
        DROP COLUMN success_run,
        DROP COLUMN failing_since,
        DROP COLUMN failing_by,
        DROP COLUMN average_ms;
    `,
  },
  /** Breakers of webhooks, their probes, and slow start. */
  {
    name: '0312-breakers',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- How many of its attempts were probes that failed.
      ALTER TABLE history.invocations ADD COLUMN failed_probes smallint NOT NULL DEFAULT 0;

      ALTER TABLE history.webhook_state
        -- Failures in a row that say "overloaded or gone", and attempts since such a failure.
        ADD COLUMN overload_run integer NOT NULL DEFAULT 0,
        ADD COLUMN overload_since timestamptz,
        ADD COLUMN overload_attempts integer,
        ADD COLUMN overload_failures integer,
        -- The number of its opening while it is open, and of the last one that is over.
        ADD COLUMN breaker integer,
        ADD COLUMN breaker_kind text,
        ADD COLUMN ended_breaker integer NOT NULL DEFAULT 0,
        ADD COLUMN probe integer NOT NULL DEFAULT 0,
        ADD COLUMN probe_interval_ms integer,
        ADD COLUMN probe_due_at timestamptz,
        ADD COLUMN is_probe_out boolean NOT NULL DEFAULT false,
        -- The version of the webhook whose edit was followed by a probe.
        ADD COLUMN noted_version integer NOT NULL DEFAULT 0,
        -- Slow start: releases of this round, and those of them that are answered.
        ADD COLUMN recovery_width integer,
        ADD COLUMN recovery_answered integer,
        ADD COLUMN recovery_failed integer;
      DROP INDEX history.webhooks_on_hold;
      CREATE INDEX webhooks_on_hold ON history.webhook_state (webhook_id)
        WHERE pause IS NOT NULL OR own_pause IS NOT NULL OR breaker IS NOT NULL;
      CREATE INDEX probes_due ON history.webhook_state (probe_due_at) WHERE probe_due_at IS NOT NULL;
    `,
    down: `
      UPDATE history.invocations i SET release_state = 'scheduled', due_at = now(), reason = NULL
        FROM history.held h
       WHERE i.id = h.invocation_id AND i.release_state = 'held-by-webhook' AND h.held_by NOT LIKE '%pause %';
      DELETE FROM history.held WHERE held_by NOT LIKE '%pause %';
      DELETE FROM history.ended_holds WHERE held_by NOT LIKE '%pause %';
      DROP INDEX history.probes_due, history.webhooks_on_hold;
      ALTER TABLE history.webhook_state
        DROP COLUMN overload_run,
        DROP COLUMN overload_since,
        DROP COLUMN overload_attempts,
        DROP COLUMN overload_failures,
        DROP COLUMN breaker,
        DROP COLUMN breaker_kind,
        DROP COLUMN ended_breaker,
        DROP COLUMN probe,
        DROP COLUMN probe_interval_ms,
        DROP COLUMN probe_due_at,
        DROP COLUMN is_probe_out,
        DROP COLUMN noted_version,
        DROP COLUMN recovery_width,
        DROP COLUMN recovery_answered,
        DROP COLUMN recovery_failed;
      CREATE INDEX webhooks_on_hold ON history.webhook_state (webhook_id)
        WHERE pause IS NOT NULL OR own_pause IS NOT NULL;
      ALTER TABLE history.invocations DROP COLUMN failed_probes;
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
    name: '0320-gone-webhooks',
    up: `
      -- Webhooks disabled a short time ago because their receivers have answered 410 Gone: what waits for them is ended.
      CREATE TABLE history.gone_webhooks (
        webhook_id text PRIMARY KEY,
        gone_at timestamptz NOT NULL DEFAULT now()
      );
      SET LOCAL lock_timeout = '1s';
      CREATE INDEX scheduled_invocations_of_webhook ON history.invocations (webhook_id)
        WHERE due_at IS NOT NULL AND seq IS NOT NULL;
    `,
    down: `
      DROP INDEX history.scheduled_invocations_of_webhook;
      DROP TABLE history.gone_webhooks;
    `,
  },
  {
    name: '0321-blocking',
    up: `
      -- The invocations whose release_state is 'blocking', in step with their rows.
      CREATE TABLE history.blocking (
        invocation_id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        webhook_id text NOT NULL
      );
      CREATE INDEX blocking_of_tenant ON history.blocking (tenant_id, environment);
    `,
    // The version before knows no such state: what was blocked goes on.
    down: `
      UPDATE history.invocations SET release_state = NULL
       WHERE id IN (SELECT invocation_id FROM history.blocking);
      DROP TABLE history.blocking;
    `,
  },
  {
    name: '0322-webhook-rates',
    up: `
      -- How far webhooks that have a rate have come, for the delivery process that has them next.
      CREATE TABLE history.webhook_rates (
        webhook_id uuid PRIMARY KEY,
        last_started_at timestamptz,
        latest_due_at timestamptz
      ) WITH (fillfactor = 50);
    `,
    down: `DROP TABLE history.webhook_rates;`,
  },
  {
    name: '0330-replays',
    up: `
      CREATE TABLE history.replays (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        webhook_id text NOT NULL,
        -- 'failed' and 'all' send invocations again; 'missing' sends events that have no invocation.
        selection text NOT NULL,
        since timestamptz NOT NULL,
        until timestamptz NOT NULL,
        event_type text,
        subject text,
        reason text,
        new_ids boolean NOT NULL,
        state text NOT NULL,
        -- Why Casewire has cancelled it.
        end_reason text,
        -- What there was to send when it was asked for.
        count integer NOT NULL,
        -- It has passed what has this seq, and ends behind the other: seq of invocations, or of events if they are missing.
        passed_seq bigint NOT NULL DEFAULT 0,
        last_seq bigint NOT NULL,
        -- Where topics ended, for a replay that has to wait until matching and the ledger have passed these ends.
        accepted_end jsonb,
        ledger_ends jsonb,
        caught_up boolean NOT NULL,
        started integer NOT NULL DEFAULT 0,
        delivered integer NOT NULL DEFAULT 0,
        retrying integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        cancelled integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      ) WITH (fillfactor = 50);
      -- One at a time for each webhook.
      CREATE UNIQUE INDEX open_replays ON history.replays (webhook_id) WHERE ended_at IS NULL;
      CREATE INDEX replays_of_tenant ON history.replays (tenant_id, environment, id);
      CREATE INDEX ended_replays ON history.replays (ended_at) WHERE ended_at IS NOT NULL;

      -- What a replay has started and what has no outcome yet.
      CREATE TABLE history.replay_releases (
        replay_id uuid NOT NULL,
        invocation_id uuid NOT NULL,
        -- How many attempts the invocation had before.
        attempts integer NOT NULL,
        PRIMARY KEY (replay_id, invocation_id)
      );
    `,
    down: `
      DROP TABLE history.replay_releases;
      DROP TABLE history.replays;
    `,
  },
  {
    name: '0340-outbox',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- How often the status has become an end. Announcements of an invocation's ends are numbered by it.
      ALTER TABLE history.invocations ADD COLUMN ends integer NOT NULL DEFAULT 0;

      -- Records that a transaction has promised to Kafka, until the brokers have them.
      CREATE TABLE history.outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        -- The topic's key in the code, without prefix and version.
        topic text NOT NULL,
        -- Key, headers and value.
        record json NOT NULL,
        -- A process is sending it until then; another one may afterwards.
        leased_until timestamptz NOT NULL DEFAULT '-infinity'
      );
    `,
    down: `
      DROP TABLE history.outbox;
      ALTER TABLE history.invocations DROP COLUMN ends;
    `,
  },
  {
    name: '0350-rematches-that-wait',
    up: `
      ALTER TABLE history.cuts
        -- Where topics ended, for a cut that has to wait until matching and the ledger have passed these ends.
        ADD COLUMN accepted_end jsonb,
        ADD COLUMN ledger_ends jsonb;
      -- One at a time, whichever processes notice it.
      CREATE UNIQUE INDEX unfinished_restore ON history.restores ((last_seq IS NULL)) WHERE last_seq IS NULL;
    `,
    down: `
      DROP INDEX history.unfinished_restore;
      ALTER TABLE history.cuts
        DROP COLUMN accepted_end,
        DROP COLUMN ledger_ends;
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
  {
    name: '0365-ingestion-catches-up',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- Where \`events.v1\` ended: ingestion stores events before it produces them.
      ALTER TABLE history.replays ADD COLUMN events_end jsonb;
      ALTER TABLE history.cuts ADD COLUMN events_end jsonb;
    `,
    down: `
      ALTER TABLE history.cuts DROP COLUMN events_end;
      ALTER TABLE history.replays DROP COLUMN events_end;
    `,
  },
  {
    name: '0370-statistics',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- When its status became the end that it is. Null before, and for what had ended before this column was there.
      ALTER TABLE history.invocations ADD COLUMN ended_at timestamptz;

      -- What transactions have counted, one row for each webhook and minute, until it is added up.
      CREATE TABLE history.statistics_added (
        tenant_id text COLLATE "C" NOT NULL,
        environment text COLLATE "C" NOT NULL,
        webhook_id text COLLATE "C" NOT NULL,
        -- The start of the minute.
        at timestamptz NOT NULL,
        -- What is counted, and how often it happened.
        measures smallint[] NOT NULL,
        counts bigint[] NOT NULL
      -- Each row is soon deleted again. A share of the table would be more rows the longer it has not been vacuumed.
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

      -- Sums over minutes, hours and days. A webhook_id that is empty stands for all of the tenant and environment.
      CREATE TABLE history.statistics (
        tenant_id text COLLATE "C" NOT NULL,
        environment text COLLATE "C" NOT NULL,
        webhook_id text COLLATE "C" NOT NULL,
        -- 'minute', 'hour' or 'day'.
        step text COLLATE "C" NOT NULL,
        at timestamptz NOT NULL,
        measures smallint[] NOT NULL,
        counts bigint[] NOT NULL,
        PRIMARY KEY (tenant_id, environment, webhook_id, step, at)
      ) WITH (fillfactor = 70);
      -- Not at itself: PostgreSQL would look sums up by this index, among those of all webhooks.
      CREATE INDEX statistics_by_age ON history.statistics (step, (at AT TIME ZONE 'UTC'));
    `,
    down: `
      DROP TABLE history.statistics;
      DROP TABLE history.statistics_added;
      ALTER TABLE history.invocations DROP COLUMN ended_at;
    `,
  },
  {
    name: '0390-failure-groups',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The class of its last failure. Null before the first one, and once it is delivered or cancelled.
      ALTER TABLE history.invocations ADD COLUMN failure text COLLATE "C";
      -- What waits or has failed after a failure. A first success changes none of these columns.
      CREATE INDEX failing_invocations ON history.invocations (webhook_id, event_type, failure, id)
        WHERE failure IS NOT NULL;

      -- What fails of a webhook, an event type and a class. How much it is now is counted in the invocations.
      CREATE TABLE history.failure_groups (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        webhook_id text NOT NULL,
        event_type text NOT NULL,
        class text COLLATE "C" NOT NULL,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        -- The invocation that failed last.
        example_id uuid NOT NULL,
        -- The first success of its webhook that was noted since; null while there is none.
        recovering_since timestamptz,
        ignored_until timestamptz,
        -- Hours since the epoch, and how much has failed in each. Only those of the last day before the last failure.
        trend_hours integer[] NOT NULL,
        trend_counts integer[] NOT NULL
      ) WITH (fillfactor = 50);
      CREATE UNIQUE INDEX failure_groups_by_key
        ON history.failure_groups (webhook_id, class, event_type, tenant_id, environment);
      CREATE INDEX failure_groups_of_tenant ON history.failure_groups (tenant_id, environment, id);
      CREATE INDEX open_failure_groups ON history.failure_groups (webhook_id) WHERE recovering_since IS NULL;

      -- The class of what a replay sends again of a failure group.
      ALTER TABLE history.replays ADD COLUMN failure text;
    `,
    down: `
      ALTER TABLE history.replays DROP COLUMN failure;
      DROP TABLE history.failure_groups;
      DROP INDEX history.failing_invocations;
      ALTER TABLE history.invocations DROP COLUMN failure;
    `,
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
  {
    name: '0442-failed',
    up: `
      -- The invocations that are shown and have failed in a class, in step with their rows: found by their group without
      -- reading every day of invocations.
      CREATE TABLE history.failed (
        invocation_id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        webhook_id text NOT NULL,
        event_type text NOT NULL,
        failure text COLLATE "C" NOT NULL,
        -- Null of what had ended before the ledger kept that.
        ended_at timestamptz,
        -- What has none cannot be sent again.
        has_body boolean NOT NULL
      );
      -- By id and with all that is counted, so that PostgreSQL reads the first of many and not all of them.
      CREATE INDEX failed_of_group ON history.failed
        (webhook_id, event_type, failure, tenant_id, environment, invocation_id) INCLUDE (ended_at, has_body);
      INSERT INTO history.failed
        SELECT id, tenant_id, environment, webhook_id, event_type, failure, ended_at, body IS NOT NULL
          FROM history.invocations WHERE failure IS NOT NULL AND status = 'failed' AND seq IS NOT NULL;

      COMMENT ON COLUMN history.failure_groups.ignored_until IS 'infinity: until something of it fails again';
    `,
    // The version before would ignore for ever what is ignored until it fails again.
    down: `
      COMMENT ON COLUMN history.failure_groups.ignored_until IS NULL;
      UPDATE history.failure_groups SET ignored_until = NULL WHERE ignored_until = 'infinity';
      DROP TABLE history.failed;
    `,
  },
];

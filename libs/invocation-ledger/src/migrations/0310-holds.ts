import type { Migration } from '@casewire/database';

/** Webhooks on hold, their health and breakers, receivers that are gone, and what blocks a subject. */
export const holds: readonly Migration[] = [
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
];

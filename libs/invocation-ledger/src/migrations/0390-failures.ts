import type { Migration } from '@casewire/database';

/** Groups of failures, and what has failed. */
export const failures: readonly Migration[] = [
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

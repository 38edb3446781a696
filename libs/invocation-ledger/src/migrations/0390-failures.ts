import type { Migration } from '@casewire/database';

/** Groups of failures, search, what happened beside attempts, and rates that change. */
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
  {
    name: '0443-rates-that-change',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The rate that has given the latest due time. Null of what was noted before this was kept.
      ALTER TABLE history.webhook_rates ADD COLUMN per_second double precision;
    `,
    down: `ALTER TABLE history.webhook_rates DROP COLUMN per_second;`,
  },
];

import type { Migration } from '@casewire/database';

/** The tables of schema `matching`; partitions are made by `ensureRunPartitions`. */
export const migrations: readonly Migration[] = [
  {
    name: '0400-run-states',
    up: `
      CREATE SCHEMA matching;

      -- What is known of workflow runs: much longer than events are kept, because a run may rest for weeks.
      CREATE TABLE matching.runs (
        tenant_id text COLLATE "C" NOT NULL,
        environment text NOT NULL,
        run_id text COLLATE "C" NOT NULL,
        -- The last one that an event told; null for a run that only ended.
        state text,
        ended_at timestamptz(3),
        -- When an event last told something: what nobody speaks of any more is purged by it.
        told_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, environment, run_id)
      );
      CREATE INDEX runs_by_age ON matching.runs (told_at);
      CREATE INDEX runs_by_end ON matching.runs (ended_at) WHERE ended_at IS NOT NULL;

      -- What a run was in before an event, as it was decided when the event was first processed: once, for good.
      CREATE TABLE matching.state_changes (
        event_uid uuid PRIMARY KEY,
        previous_state text
      ) PARTITION BY RANGE (event_uid);
    `,
    down: `DROP SCHEMA matching CASCADE;`,
  },
];

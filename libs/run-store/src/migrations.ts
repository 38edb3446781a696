import type { Migration } from '@casewire/database';

/** The tables of schema `matching`; partitions are made by `ensureRunPartitions`. */
export const migrations: readonly Migration[] = [
  {
    name: '0400-run-states',
    up: `
      CREATE SCHEMA matching;

      -- The last known state of workflow runs. Kept much longer than events, because a run may rest for weeks.
      CREATE TABLE matching.runs (
        tenant_id text COLLATE "C" NOT NULL,
        environment text NOT NULL,
        run_id text COLLATE "C" NOT NULL,
        -- As an event told it last; null for a run of which only the end is known.
        state text,
        ended_at timestamptz(3),
        -- When an event told of the run last. Runs that no event tells of any more are purged by it.
        told_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, environment, run_id)
      );
      CREATE INDEX runs_by_age ON matching.runs (told_at);
      CREATE INDEX runs_by_end ON matching.runs (ended_at) WHERE ended_at IS NOT NULL;

      -- The state of a run before an event, decided once, when the event was first processed.
      CREATE TABLE matching.state_changes (
        event_uid uuid PRIMARY KEY,
        previous_state text
      ) PARTITION BY RANGE (event_uid);
    `,
    down: `DROP SCHEMA matching CASCADE;`,
  },
];

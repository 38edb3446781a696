import type { Migration } from '@casewire/database';

/**
 * The outcome of a release is written to its row alone, without a new entry in every index (PostgreSQL's heap-only
 * update): no index names a column that a first success changes. A small table replaces the index of released rows.
 */
export const releasedTable: Migration = {
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
};

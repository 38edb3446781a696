import type { Migration } from '@casewire/database';

export const retriesTable: Migration = {
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
};

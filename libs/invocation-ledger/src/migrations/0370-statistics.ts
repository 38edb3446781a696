import type { Migration } from '@casewire/database';

/** What is counted. */
export const statistics: readonly Migration[] = [
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
];

import type { Migration } from '@casewire/database';

/** How far webhooks that have a rate have come. */
export const rates: readonly Migration[] = [
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
    name: '0443-rates-that-change',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The rate that has given the latest due time. Null of what was noted before this was kept.
      ALTER TABLE history.webhook_rates ADD COLUMN per_second double precision;
    `,
    down: `ALTER TABLE history.webhook_rates DROP COLUMN per_second;`,
  },
];

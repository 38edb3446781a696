import type { Migration } from '@casewire/database';

/** Records that transactions have promised to Kafka. */
export const outbox: readonly Migration[] = [
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
];

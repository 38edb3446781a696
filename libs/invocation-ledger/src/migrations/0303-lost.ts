import type { Migration } from '@casewire/database';

/** What finds and makes up for what was lost: gaps, cuts and restores. */
export const lost: readonly Migration[] = [
  {
    name: '0303-gaps',
    up: `
      -- When the event of the last applied record was accepted. Events of records lost behind it were accepted about then.
      ALTER TABLE history.offsets ADD COLUMN applied_until timestamptz;

      -- Ranges of records that vanished before they were read, and the events that are still to be rematched for them.
      CREATE TABLE history.gaps (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cluster_id text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        from_offset bigint NOT NULL,
        to_offset bigint NOT NULL,
        noticed_at timestamptz NOT NULL DEFAULT now(),
        -- Events above the one uid and below the other.
        after_uid uuid NOT NULL,
        end_uid uuid NOT NULL,
        -- Kept a while when it is done, so that it is not noticed again.
        closed_at timestamptz,
        UNIQUE (cluster_id, topic, partition, from_offset, to_offset)
      );
    `,
    down: `
      DROP TABLE history.gaps;
      ALTER TABLE history.offsets DROP COLUMN applied_until;
    `,
  },
  {
    name: '0350-rematches-that-wait',
    up: `
      ALTER TABLE history.cuts
        -- Where topics ended, for a cut that has to wait until matching and the ledger have passed these ends.
        ADD COLUMN accepted_end jsonb,
        ADD COLUMN ledger_ends jsonb;
      -- One at a time, whichever processes notice it.
      CREATE UNIQUE INDEX unfinished_restore ON history.restores ((last_seq IS NULL)) WHERE last_seq IS NULL;
    `,
    down: `
      DROP INDEX history.unfinished_restore;
      ALTER TABLE history.cuts
        DROP COLUMN accepted_end,
        DROP COLUMN ledger_ends;
    `,
  },
  {
    name: '0365-ingestion-catches-up',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- Where \`events.v1\` ended: ingestion stores events before it produces them.
      ALTER TABLE history.replays ADD COLUMN events_end jsonb;
      ALTER TABLE history.cuts ADD COLUMN events_end jsonb;
    `,
    down: `
      ALTER TABLE history.cuts DROP COLUMN events_end;
      ALTER TABLE history.replays DROP COLUMN events_end;
    `,
  },
];

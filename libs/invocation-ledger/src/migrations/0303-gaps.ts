import type { Migration } from '@casewire/database';

export const gapsTable: Migration = {
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
};

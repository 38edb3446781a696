import type { Migration } from '@casewire/database';

/** Replays, announcements of what has ended, and statistics. */
export const replays: readonly Migration[] = [
  {
    name: '0330-replays',
    up: `
      CREATE TABLE history.replays (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        webhook_id text NOT NULL,
        -- 'failed' and 'all' send invocations again; 'missing' sends events that have no invocation.
        selection text NOT NULL,
        since timestamptz NOT NULL,
        until timestamptz NOT NULL,
        event_type text,
        subject text,
        reason text,
        new_ids boolean NOT NULL,
        state text NOT NULL,
        -- Why Casewire has cancelled it.
        end_reason text,
        -- What there was to send when it was asked for.
        count integer NOT NULL,
        -- It has passed what has this seq, and ends behind the other: seq of invocations, or of events if they are missing.
        passed_seq bigint NOT NULL DEFAULT 0,
        last_seq bigint NOT NULL,
        -- Where topics ended, for a replay that has to wait until matching and the ledger have passed these ends.
        accepted_end jsonb,
        ledger_ends jsonb,
        caught_up boolean NOT NULL,
        started integer NOT NULL DEFAULT 0,
        delivered integer NOT NULL DEFAULT 0,
        retrying integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        cancelled integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      ) WITH (fillfactor = 50);
      -- One at a time for each webhook.
      CREATE UNIQUE INDEX open_replays ON history.replays (webhook_id) WHERE ended_at IS NULL;
      CREATE INDEX replays_of_tenant ON history.replays (tenant_id, environment, id);
      CREATE INDEX ended_replays ON history.replays (ended_at) WHERE ended_at IS NOT NULL;

      -- What a replay has started and what has no outcome yet.
      CREATE TABLE history.replay_releases (
        replay_id uuid NOT NULL,
        invocation_id uuid NOT NULL,
        -- How many attempts the invocation had before.
        attempts integer NOT NULL,
        PRIMARY KEY (replay_id, invocation_id)
      );
    `,
    down: `
      DROP TABLE history.replay_releases;
      DROP TABLE history.replays;
    `,
  },
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
    name: '0360-released-by-tenant',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- Whose they are: so that what is released is counted in this table alone. Null where an older version has added a row.
      ALTER TABLE history.released ADD COLUMN tenant_id text, ADD COLUMN environment text;
      UPDATE history.released r SET tenant_id = i.tenant_id, environment = i.environment
        FROM history.invocations i WHERE i.id = r.invocation_id;
    `,
    down: `ALTER TABLE history.released DROP COLUMN tenant_id, DROP COLUMN environment;`,
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

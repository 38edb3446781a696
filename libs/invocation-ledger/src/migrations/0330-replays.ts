import type { Migration } from '@casewire/database';

/** Replays. */
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
];

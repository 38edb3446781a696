import type { Migration } from '@casewire/database';

/** The schema `audit`, in the order it was built. */
export const migrations: readonly Migration[] = [
  /** What was changed through the API, and by whom. Rows are added, and deleted when they are old; they never change. */
  {
    name: '0410-audit',
    up: `
      CREATE SCHEMA audit;

      CREATE TABLE audit.entries (
        -- Begins with the time of the change, so its order is that of time.
        id           uuid PRIMARY KEY,
        actor        text COLLATE "C" NOT NULL,
        -- What the client says of itself. Nobody has checked it.
        claimed_name text,
        reason       text,
        session      uuid,
        request_id   text,
        -- Null where the change belongs to no tenant.
        tenant_id    text COLLATE "C",
        -- Null where the change belongs to no environment or to both.
        environment  text,
        action       text COLLATE "C" NOT NULL,
        -- Kind and id: webhooks/0192...
        resource     text COLLATE "C" NOT NULL,
        -- [{"member": "url", "before": ..., "after": ...}]
        changed      jsonb NOT NULL
      );
      CREATE INDEX entries_of_tenant ON audit.entries (tenant_id, id);
      CREATE INDEX entries_of_resource ON audit.entries (resource, id);

      -- The lowest id of an instant: UUIDv7 begin with milliseconds since the epoch.
      CREATE FUNCTION audit.lowest_id_at(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE
        RETURN rpad(lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0'), 32, '0')::uuid;

      -- Services have one role, so no GRANT can keep them from changing entries. An entry may go after 30 days, the least
      -- retention that configuration allows.
      CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND OLD.id < audit.lowest_id_at(now() - interval '30 days') THEN
          RETURN OLD;
        END IF;
        RAISE EXCEPTION 'entries of the audit are never changed' USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON audit.entries
        FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
      CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit.entries
        FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
    `,
    down: `
      DROP TABLE audit.entries;
      DROP FUNCTION audit.refuse_change;
      DROP FUNCTION audit.lowest_id_at;
      DROP SCHEMA audit;
    `,
  },
];

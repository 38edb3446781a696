/** The tables of the floor: what Casewire's are about, without indexes, partitions and columns for features. */
export const schema = `
  DROP SCHEMA IF EXISTS floor CASCADE;
  CREATE SCHEMA floor;
  CREATE TABLE floor.events (id uuid PRIMARY KEY, body text NOT NULL);
  CREATE TABLE floor.webhooks (id uuid PRIMARY KEY, tenant text NOT NULL, url text NOT NULL, secret text NOT NULL);
  CREATE TABLE floor.invocations (id uuid PRIMARY KEY, webhook uuid NOT NULL, body text, status text NOT NULL);
  CREATE TABLE floor.attempts (seq bigserial PRIMARY KEY, invocation uuid NOT NULL, status integer NOT NULL);`;

export const insertWebhook = "INSERT INTO floor.webhooks VALUES (gen_random_uuid(), 'tenant', $1, 'secret')";

export const statements = {
  claim: {
    name: 'claim',
    text: `INSERT INTO floor.events SELECT * FROM unnest($1::uuid[], $2::text[])
           ON CONFLICT DO NOTHING RETURNING id`,
  },
  match: { name: 'match', text: 'SELECT id FROM floor.webhooks WHERE tenant = ANY($1::text[])' },
  target: { name: 'target', text: 'SELECT id, url, secret FROM floor.webhooks WHERE id = ANY($1::uuid[])' },
  record: {
    name: 'record',
    text: `INSERT INTO floor.invocations SELECT *, 'pending' FROM unnest($1::uuid[], $2::uuid[], $3::text[])
           ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
  },
  settle: {
    name: 'settle',
    text: `WITH given AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS u(id, webhook, status)),
                made AS (INSERT INTO floor.attempts (invocation, status) SELECT id, status FROM given)
           INSERT INTO floor.invocations (id, webhook, status) SELECT id, webhook, 'delivered' FROM given
           ON CONFLICT (id) DO UPDATE SET status = excluded.status`,
  },
} as const;

/** Asked while the clock runs. */
export const countAttempts =
  "SELECT coalesce(pg_sequence_last_value('floor.attempts_seq_seq'), 0)::int AS ended";

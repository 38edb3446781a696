import type { Migration } from '@casewire/database';

/** Event types that tenants register beside the families' catalogues. */
export const eventTypes: Migration = {
  name: '0102-event-types',
  up: `
    CREATE TABLE subscriptions.event_types (
      tenant_id   text COLLATE "C" NOT NULL REFERENCES subscriptions.tenants (id),
      type        text COLLATE "C" NOT NULL,
      description text NOT NULL,
      -- json, not jsonb: schema and example are shown with the keys in the order they were given.
      schema      json NOT NULL,
      example     json,
      sensitive   text[] NOT NULL DEFAULT '{}',
      created_at  timestamptz(3) NOT NULL DEFAULT now(),
      updated_at  timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, type)
    );
  `,
  down: `
    DROP TABLE subscriptions.event_types;
  `,
};

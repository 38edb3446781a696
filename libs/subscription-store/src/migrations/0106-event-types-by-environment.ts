import type { Migration } from '@casewire/database';

/** Types of a tenant belong to an environment. Those that were there are in both from now on. */
export const eventTypesByEnvironment: Migration = {
  name: '0106-event-types-by-environment',
  up: `
    ALTER TABLE subscriptions.event_types
      ADD COLUMN environment text NOT NULL DEFAULT 'sandbox' CHECK (environment IN ('sandbox', 'production')),
      DROP CONSTRAINT event_types_pkey,
      ADD PRIMARY KEY (tenant_id, environment, type);
    ALTER TABLE subscriptions.event_types ALTER COLUMN environment DROP DEFAULT;
    INSERT INTO subscriptions.event_types
           (tenant_id, environment, type, description, schema, example, sensitive, created_at, updated_at)
    SELECT tenant_id, 'production', type, description, schema, example, sensitive, created_at, updated_at
      FROM subscriptions.event_types;
  `,
  // A type that is in both environments stays as production has it.
  down: `
    DELETE FROM subscriptions.event_types AS sandbox
     USING subscriptions.event_types AS production
     WHERE sandbox.environment = 'sandbox' AND production.environment = 'production'
       AND production.tenant_id = sandbox.tenant_id AND production.type = sandbox.type;
    ALTER TABLE subscriptions.event_types
      DROP CONSTRAINT event_types_pkey,
      DROP COLUMN environment,
      ADD PRIMARY KEY (tenant_id, type);
  `,
};

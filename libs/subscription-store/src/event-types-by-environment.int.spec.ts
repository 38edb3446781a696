import { migrateDown, migrateUp } from '@casewire/database';
import { useDatabase } from '@casewire/testing/fixtures';
import { expect, it } from '@jest/globals';
import { migrations } from './migrations.ts';

const database = useDatabase({ migrated: false });

it('types that were there before environments had their own are in both, and one is left on the way back', async () => {
  const { pool } = database;
  const upTo = migrations.findIndex(({ name }) => name === '0106-event-types-by-environment');
  await migrateUp(database.url, migrations.slice(0, upTo));
  await pool.query(`
    INSERT INTO subscriptions.tenants (id, name) VALUES ('acme', 'acme');
    INSERT INTO subscriptions.event_types (tenant_id, type, description, schema, example)
    VALUES ('acme', 'claim.paid', 'A claim was paid', '{"minimum": 1.50}', '2.0')`);
  await migrateUp(database.url, migrations.slice(0, upTo + 1));
  const types = async () => {
    const { rows } = await pool.query<{ type: object }>(
      'SELECT to_jsonb(t) - $1 AS type FROM subscriptions.event_types t ORDER BY 1',
      ['created_at'],
    );
    return rows;
  };
  const row = { tenant_id: 'acme', type: 'claim.paid', description: 'A claim was paid', example: 2 };
  expect(await types()).toMatchObject(
    ['production', 'sandbox'].map((environment) => ({ type: { ...row, environment } })),
  );
  await migrateDown(database.url, migrations.slice(0, upTo + 1), 1);
  expect(await types()).toMatchObject([{ type: row }]);
});

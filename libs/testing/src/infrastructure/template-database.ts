import { migrateUp } from '@casewire/database';
import { randomBytes } from 'node:crypto';
import { administer, withDatabase } from './database-administration.ts';
import { allMigrations } from './all-migrations.ts';

/** Makes and migrates the database that every test database is cloned from: a clone takes 30 ms, migrating one takes seconds. */
export async function makeTemplateDatabase(
  databaseUrl: string,
): Promise<{ name: string; drop: () => Promise<void> }> {
  const name = `casewire_template_${randomBytes(6).toString('hex')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name}`);
  await migrateUp(withDatabase(databaseUrl, name), allMigrations);
  return { name, drop: () => administer(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

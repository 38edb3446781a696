import { migrateUp } from '@casewire/database';
import { allMigrations } from './infrastructure/all-migrations.ts';

/** Applies every store's migrations to a database that is not a clone of the template. */
export async function migrateTestDatabase(url: string): Promise<void> {
  await migrateUp(url, allMigrations);
}

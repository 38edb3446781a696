import { randomBytes } from 'node:crypto';
import { readAddresses } from './infrastructure/addresses.ts';
import { administer, withDatabase } from './infrastructure/database-administration.ts';

export interface TestDatabase {
  url: string;
  /** Ends whatever is still connected and drops the database. */
  drop: () => Promise<void>;
}

/** A database of its own for a spec: every table of every store, migrated, without rows. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { databaseUrl, templateDatabase } = readAddresses();
  const name = `casewire_test_${randomBytes(8).toString('hex')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  return {
    url: withDatabase(databaseUrl, name),
    drop: () => administer(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** As `createTestDatabase`, before any migration: for specs of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const { databaseUrl } = readAddresses();
  const name = `casewire_test_${randomBytes(8).toString('hex')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name}`);
  return {
    url: withDatabase(databaseUrl, name),
    drop: () => administer(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

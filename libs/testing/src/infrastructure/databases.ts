import { migrations as audit } from '@casewire/audit/migrations';
import { migrateUp } from '@casewire/database';
import { migrations as ingestion } from '@casewire/event-store';
import { migrations as inspector } from '@casewire/inspector-store';
import { migrations as history } from '@casewire/invocation-ledger';
import { migrations as matching } from '@casewire/run-store';
import { migrations as gateway } from '@casewire/session-store/migrations';
import { migrations as subscriptions } from '@casewire/subscription-store/migrations';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database for the time of a run or a spec. */
export interface OwnDatabase {
  readonly name: string;
  readonly url: string;
  /** Ends the connections that are still open. */
  drop(): Promise<void>;
}

/**
 * Makes a database on a server.
 * @param serverUrl of any other database of the server
 * @param template the database that it is cloned from; default: PostgreSQL's own, without tables
 */
export async function createDatabase(serverUrl: string, template = 'template1'): Promise<OwnDatabase> {
  const name = `casewire_test_${randomBytes(8).toString('hex')}`;
  await administer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { name, url: url.toString(), drop };
}

/** Applies every store's migrations, as apps/migrator does. */
export async function migrateTestDatabase(url: string): Promise<void> {
  await migrateUp(url, [subscriptions, ingestion, history, matching, audit, gateway, inspector].flat());
}

/** Runs one statement outside a transaction, as CREATE and DROP DATABASE demand. */
async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'casewire-tests' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { Client } from 'pg';

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

/** Runs one statement outside a transaction, as CREATE and DROP DATABASE demand. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'casewire-tests' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

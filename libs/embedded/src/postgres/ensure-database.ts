import { Client, escapeIdentifier } from 'pg';

/** Makes a database unless the server has it. @param url of any other database of the server */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  if (name === 'postgres') return;
  const client = new Client({ connectionString: url, application_name: 'casewire-embedded' });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

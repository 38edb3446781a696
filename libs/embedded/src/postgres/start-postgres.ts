import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { requireFreePort } from '../ports.ts';
import { endLeftover } from '../process/leftover.ts';
import { startProcess, type ManagedProcess } from '../process/managed-process.ts';
import { requireReady } from '../process/require-ready.ts';
import { START_DEADLINE_MS, type ServerOptions } from '../server-options.ts';
import { ensureDatabase } from './ensure-database.ts';
import { findPostgresBinaries } from './binaries.ts';
import { clusterDirectory, ensureCluster, superuser } from './cluster.ts';
import { asServerUser, chooseServerUser, requireAccess } from './server-user.ts';
import { settingArguments } from './settings.ts';

/** The log is `postgres.log`. The data folder also holds the superuser's password. */
export interface PostgresOptions extends ServerOptions {
  /** Made if absent; default `postgres`, which every server has. */
  database?: string | undefined;
  /** Settings of the server besides those that it always gets. */
  settings?: Readonly<Record<string, string>>;
}

/** `stop` ends all sessions and writes a checkpoint (a "fast" shutdown), `kill` ends it as a crash would. */
export interface RunningPostgres extends ManagedProcess {
  /** The superuser's URL of the database. */
  readonly url: string;
}

/** Reads line 8 of `postmaster.pid`, for which `pg_ctl` waits too. */
async function isServerReady(lockFile: string, pid: number): Promise<boolean> {
  const lines = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  return lines[0]?.trim() === String(pid) && lines[7]?.trim() === 'ready';
}

function lockFileOf(dataDir: string): string {
  return join(clusterDirectory(dataDir), 'postmaster.pid');
}

/**
 * Ends the server that a crashed run left on a data folder, if there is one. Removes a lock file whose process id now
 * belongs to another program, because PostgreSQL would take that program for a server.
 */
export async function endLeftoverPostgres(dataDir: string, deadlineMs = 6_000): Promise<void> {
  const pidFile = lockFileOf(resolve(dataDir));
  const commandContains = clusterDirectory(resolve(dataDir));
  const outcome = await endLeftover({ pidFile, commandContains, signal: 'SIGINT', deadlineMs });
  if (outcome === 'unrelated') await rm(pidFile, { force: true });
}

/**
 * Starts PostgreSQL 18 and returns when it accepts connections. A server that a crashed run left on the same data
 * folder is ended first.
 * @throws EmbeddedError `port-in-use`, `platform-unsupported`, `folder-not-accessible` or `start-failed`
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { port, stopDeadlineMs = 6_000 } = options;
  const dataDir = resolve(options.dataDir);
  const logFile = join(resolve(options.logDir ?? dataDir), 'postgres.log');
  const binaries = findPostgresBinaries();
  const user = await chooseServerUser();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await requireAccess(user, binaries.postgres);
  await requireAccess(user, dataDir);
  const { directory, password } = await ensureCluster(dataDir, binaries, user);
  const lockFile = lockFileOf(dataDir);
  await endLeftoverPostgres(dataDir, stopDeadlineMs);
  await requireFreePort(port);
  options.signal?.throwIfAborted();

  const { command, args } = asServerUser(user, binaries.postgres, [
    '-D',
    directory,
    ...settingArguments(port, options.settings),
  ]);
  const server = await startProcess({
    command,
    args,
    ...(user.switchTo === undefined ? {} : { user: user.switchTo }),
    logFile,
    stopSignal: 'SIGINT',
    stopDeadlineMs,
  });

  await requireReady(server, {
    name: 'PostgreSQL',
    isReady: () => isServerReady(lockFile, server.pid),
    deadlineMs: START_DEADLINE_MS,
    logFiles: [logFile],
    signal: options.signal,
  });
  const { database = 'postgres' } = options;
  const urlOf = (name: string) => `postgresql://${superuser}:${password}@127.0.0.1:${port}/${name}`;
  await ensureDatabase(urlOf('postgres'), database);
  return { ...server, url: urlOf(database) };
}

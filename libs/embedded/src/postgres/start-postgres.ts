import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { requireFreePort } from '../ports.ts';
import { endLeftover } from '../process/leftover.ts';
import { startProcess, type ManagedProcess } from '../process/managed-process.ts';
import { requireReady } from '../process/require-ready.ts';
import { findPostgresBinaries } from './binaries.ts';
import { ensureCluster, superuser } from './cluster.ts';
import { asServerUser, chooseServerUser, requireAccess } from './server-user.ts';
import { settingArguments } from './settings.ts';

export interface PostgresOptions {
  /** Holds the databases and the superuser's password; survives a restart. */
  dataDir: string;
  /** Listens on 127.0.0.1 at this port. */
  port: number;
  /** Where `postgres.log` goes; default: the data folder. */
  logDir?: string | undefined;
  /** Default 60,000: the recovery after a crash counts. */
  startDeadlineMs?: number | undefined;
  /** How long a stop may take before SIGKILL; default 6,000. */
  stopDeadlineMs?: number | undefined;
}

/** `stop` ends all sessions and writes a checkpoint (a "fast" shutdown), `kill` ends it as a crash would. */
export interface RunningPostgres extends ManagedProcess {
  /** The superuser's URL of the database `postgres`. */
  readonly url: string;
}

/** Line 8 of `postmaster.pid`: what `pg_ctl` waits for. */
async function isServerReady(lockFile: string, pid: number): Promise<boolean> {
  const lines = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  return lines[0]?.trim() === String(pid) && lines[7]?.trim() === 'ready';
}

/**
 * Starts PostgreSQL 18 and returns when it accepts connections. A server that a crashed run left on the same data
 * folder is ended first; a lock file whose process id now belongs to another program is removed.
 * @throws EmbeddedError `port-in-use`, `platform-unsupported`, `folder-not-accessible` or `start-failed`
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { port, startDeadlineMs = 60_000, stopDeadlineMs = 6_000 } = options;
  const dataDir = resolve(options.dataDir);
  const logFile = join(resolve(options.logDir ?? dataDir), 'postgres.log');
  const binaries = findPostgresBinaries();
  const user = await chooseServerUser();
  await requireAccess(user, binaries.postgres);
  await requireAccess(user, dataDir);
  const { directory, password } = await ensureCluster(dataDir, binaries, user);

  const lockFile = join(directory, 'postmaster.pid');
  const leftover = await endLeftover({
    pidFile: lockFile,
    commandContains: directory,
    signal: 'SIGINT',
    deadlineMs: stopDeadlineMs,
  });
  if (leftover === 'unrelated') await rm(lockFile, { force: true });
  await requireFreePort(port);

  const { command, args } = asServerUser(user, binaries.postgres, [
    '-D',
    directory,
    ...settingArguments(port),
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
    deadlineMs: startDeadlineMs,
    logFiles: [logFile],
  });
  return { ...server, url: `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres` };
}

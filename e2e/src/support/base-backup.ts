import { execFile } from 'node:child_process';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { eventually } from '@casewire/testing';

const run = promisify(execFile);

/** The settings of a server that archives its WAL beside its data. PostgreSQL runs the command in its data directory. */
export const archiving = {
  archive_mode: 'on',
  archive_command: 'test ! -f ../archive/%f && cp %p ../archive/%f',
} as const;

/**
 * With these settings, a recovery waits while its last WAL lies apart: see `BaseBackup`. It does not read ahead: it would
 * wait before it has replayed the end of the backup, and would answer nothing.
 */
const recovering = {
  restore_command: 'while [ -e ../last-wal/%f ]; do sleep 0.1; done; cp ../kept-wal/%f %p',
  recovery_prefetch: 'off',
} as const;

/** Makes the folder that `archiving` writes to, before the first start of a server. */
export async function makeArchive(dataDir: string): Promise<void> {
  await mkdir(join(dataDir, 'archive'), { recursive: true });
}

/** A copy of a server's data that was taken while it worked. */
export interface BaseBackup {
  /** Keeps the WAL up to now: a server that is restored is as this one is now. */
  keepWal(): Promise<void>;
  /**
   * Replaces the data of the server, which has ended. While it recovers, it answers reads, and waits for the last of its
   * WAL until `giveLastWal`.
   * @returns the settings with which it recovers
   */
  restore(): Promise<Readonly<Record<string, string>>>;
  giveLastWal(): Promise<void>;
}

/**
 * Takes a base backup by PostgreSQL's low-level interface: the embedded server comes without `pg_basebackup`.
 * @param url of a server with the settings `archiving`
 * @param dataDir the folder above its data directory
 */
export async function takeBaseBackup(url: string, dataDir: string): Promise<BaseBackup> {
  const folders = {
    archive: join(dataDir, 'archive'),
    backup: join(dataDir, 'backup'),
    keptWal: join(dataDir, 'kept-wal'),
    lastWal: join(dataDir, 'last-wal'),
  };
  const cluster = await inSession(url, async (client) => {
    const { rows } = await client.query<{ cluster: string }>(
      `SELECT current_setting('data_directory') AS cluster FROM pg_backup_start('spec', fast => true)`,
    );
    const from = rows[0]?.cluster ?? '';
    await copyFolder(from, folders.backup);
    const stopped = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop()');
    await removeRunningState(folders.backup);
    await giveFile(folders.backup, 'backup_label', stopped.rows[0]?.labelfile ?? '');
    return from;
  });
  return {
    keepWal: async () => {
      const last = await inSession(url, archiveWal);
      await copyFolder(folders.archive, folders.keptWal);
      // A later file may have been copied while it was being written.
      for (const name of await readdir(folders.keptWal))
        if (name > last) await rm(join(folders.keptWal, name));
      await mkdir(folders.lastWal);
      await rename(join(folders.keptWal, last), join(folders.lastWal, last));
    },
    restore: async () => {
      await rm(cluster, { recursive: true });
      await copyFolder(folders.backup, cluster);
      await giveFile(cluster, 'recovery.signal', '');
      return recovering;
    },
    giveLastWal: async () => {
      for (const name of await readdir(folders.lastWal))
        await rename(join(folders.lastWal, name), join(folders.keptWal, name));
    },
  };
}

async function inSession<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'base-backup' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Copies with owners and times. Files may vanish meanwhile: PostgreSQL does not need them then. */
async function copyFolder(from: string, to: string): Promise<void> {
  try {
    await run('cp', ['-a', from, to], { env: { ...process.env, LC_ALL: 'C' } });
  } catch (error) {
    const lines = String((error as { stderr?: unknown }).stderr)
      .trim()
      .split('\n');
    if (!lines.every((line) => line.endsWith('No such file or directory'))) throw error;
  }
}

/** Removes what belongs to the running server: its lock, and WAL that the archive has. */
async function removeRunningState(cluster: string): Promise<void> {
  for (const file of ['postmaster.pid', 'postmaster.opts']) await rm(join(cluster, file), { force: true });
  const wal = join(cluster, 'pg_wal');
  for (const entry of await readdir(wal, { withFileTypes: true }))
    if (entry.isFile()) await rm(join(wal, entry.name), { force: true });
}

/** Writes a file as the owner of its folder. */
async function giveFile(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name);
  const { uid, gid } = await stat(folder);
  await writeFile(file, text, { mode: 0o600 });
  await chown(file, uid, gid);
}

/** Archives the WAL up to now. @returns the name of its last file */
async function archiveWal(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS name');
  const name = rows[0]?.name ?? '';
  await eventually(async () => {
    const archived = await client.query<{ last: string | null }>(
      'SELECT last_archived_wal AS last FROM pg_stat_archiver',
    );
    const last = archived.rows[0]?.last ?? '';
    if (last < name) throw new Error(`the archive ends with ${last} before ${name}`);
  });
  return name;
}

/** Waits until a server that recovers answers reads. */
export async function untilRecovering(url: string): Promise<void> {
  await eventually(() => inSession(url, (client) => client.query('SELECT 1')));
}

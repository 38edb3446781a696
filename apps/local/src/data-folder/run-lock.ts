import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { commandLineOf, isSystemError } from '@casewire/embedded';

/** Text in the command line of every process that may hold a lock. */
const holderProgram = 'apps/local/main.js';

export type LockAttempt = { kind: 'acquired'; release: () => Promise<void> } | { kind: 'held'; pid: number };

/** The process that a lock file names; undefined for a file that no start wrote. */
export function readHolder(content: string): number | undefined {
  const pid = Number(content.trim());
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** Whether the process that a lock names still runs the local system: process ids are reused after a crash. */
export function isHolder(commandLine: string | undefined): boolean {
  return commandLine?.includes(holderProgram) ?? false;
}

/** The process that runs on this data folder, if one does. */
export async function findHolder(file: string): Promise<number | undefined> {
  const pid = readHolder(await readFile(file, 'utf8').catch(() => ''));
  return pid !== undefined && isHolder(await commandLineOf(pid)) ? pid : undefined;
}

/** Takes the lock. A lock that a crashed run left behind is replaced. */
export async function acquireRunLock(file: string): Promise<LockAttempt> {
  const own = `${file}.${process.pid}`;
  // Linked, not written in place, so that nobody sees a lock file without its content.
  await writeFile(own, `${process.pid}\n`);
  try {
    for (;;) {
      if (await tryLink(own, file)) return { kind: 'acquired', release: () => rm(file, { force: true }) };
      const pid = await findHolder(file);
      if (pid !== undefined) return { kind: 'held', pid };
      await rm(file, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

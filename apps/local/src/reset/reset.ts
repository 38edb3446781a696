import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { findHolder } from '../data-folder/run-lock.ts';
import { Failure } from '../failure.ts';
import { endLeftovers } from '../start/end-leftovers.ts';

/** The entries that a start makes. Anything else in the folder belongs to somebody else, and stays. */
const ownEntries = ['kafka', 'postgres', 'logs', 'run', 'run.lock', 'secrets.json', 'demo.json'];

/** Deletes the data folder: topics, database, keys, logs. @throws Failure while a system runs on it */
export async function reset(context: Context): Promise<void> {
  const { paths, terminal } = context;
  const holder = await findHolder(paths.runLock);
  if (holder !== undefined) {
    throw new Failure(
      `Casewire runs on ${paths.dataDir} (process ${holder}): stop it first, with Ctrl-C in its terminal`,
    );
  }
  await endLeftovers(context);
  for (const entry of ownEntries) await rm(join(paths.dataDir, entry), { recursive: true, force: true });
  const rest = await readdir(paths.dataDir).catch(() => []);
  if (rest.length === 0) await rmdir(paths.dataDir).catch(() => undefined);
  terminal.line(`Deleted ${paths.dataDir}: the next start begins anew.`);
}

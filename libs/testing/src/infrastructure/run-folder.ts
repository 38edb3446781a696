import { isAlive } from '@casewire/embedded';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The workspace's cache folder, shared with `npm start`. */
export const cacheDir = join(workspaceRoot(import.meta.dirname), '.cache');

const runsDir = join(cacheDir, 'test-runs');

/** The nearest folder around `folder` that holds the workspace: a bundle lies deeper in it than this file. */
function workspaceRoot(folder: string): string {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('not inside the workspace');
  return workspaceRoot(parent);
}

/** Removes the folders of runs that were killed: a folder is named after its process. */
async function sweepAbandonedRuns(): Promise<void> {
  for (const name of await readdir(runsDir)) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(runsDir, name), { recursive: true, force: true });
  }
}

/** This run's own data folder, empty. */
export async function makeRunFolder(): Promise<string> {
  await mkdir(runsDir, { recursive: true });
  await sweepAbandonedRuns();
  const folder = join(runsDir, String(process.pid));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceCache } from '@casewire/testing';

/** The sources of bundles. */
const sources = ['apps', 'libs', 'tools', 'package.json', 'tsconfig.base.json', 'tsconfig.json', '.swcrc'];

/** A copy of the workspace's sources, to be changed and built without touching them. */
export interface WorkspaceCopy {
  readonly folder: string;
  /** Bundles apps by their names; the bundles lie in `dist/apps`. */
  build(apps: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

export async function copyWorkspace(): Promise<WorkspaceCopy> {
  const workspace = dirname(workspaceCache);
  await mkdir(workspaceCache, { recursive: true });
  const folder = await mkdtemp(join(workspaceCache, 'workspace-copy-'));
  for (const source of sources) {
    await cp(join(workspace, source), join(folder, source), {
      recursive: true,
      filter: (path) => !path.endsWith('.spec.ts'),
    });
  }
  await linkPackages(join(workspace, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    build: async (apps) => {
      const bundler = ['tools/bundle.ts', ...apps.map((app) => `apps/${app}`)];
      await promisify(execFile)(process.execPath, bundler, { cwd: folder });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Links the packages from outside. The workspace's own packages are relative links, so they lead into the copy. */
async function linkPackages(from: string, to: string): Promise<void> {
  const own = '@casewire';
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name !== own) await symlink(join(from, name), join(to, name));
  }
  await cp(join(from, own), join(to, own), { recursive: true, verbatimSymlinks: true });
}

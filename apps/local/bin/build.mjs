import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWithProgress } from './progress.mjs';
import { cacheDir, root } from './workspace.mjs';

const record = join(cacheDir, 'built');
const inputs = ['apps', 'libs', 'bench', 'e2e', 'tools', 'package-lock.json', 'tsconfig.base.json', '.swcrc'];

function* filesUnder(path) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path)) {
    if (entry !== 'node_modules') yield* filesUnder(join(path, entry));
  }
}

/** Changes whenever a source is edited, added or removed; 20 ms instead of the 2 s that asking Nx takes. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(join(root, input))) {
      const { mtimeMs, size } = statSync(file);
      hash.update(`${file}\0${mtimeMs}\0${size}\n`);
    }
  }
  return hash.digest('hex');
}

function areBundlesPresent() {
  const projects = readdirSync(join(root, 'apps')).map((app) => join('apps', app));
  return [...projects, 'bench', 'e2e']
    .filter((project) => existsSync(join(root, project, 'project.json')))
    .every((project) => existsSync(join(root, 'dist', project, 'main.js')));
}

function isBuilt(current) {
  return areBundlesPresent() && existsSync(record) && readFileSync(record, 'utf8') === current;
}

/** Builds the programs whose sources have changed. @returns whether all are built now */
export async function ensureBuilt(node, env) {
  const current = fingerprint();
  if (isBuilt(current)) return true;
  const nx = join(root, 'node_modules', '.bin', 'nx');
  const args = [nx, 'run-many', '--target=build', '--outputStyle=static'];
  const isDone = await runWithProgress('Building', node, args, { cwd: root, env });
  if (isDone) {
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(record, current);
  }
  return isDone;
}

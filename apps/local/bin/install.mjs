import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runWithProgress } from './progress.mjs';
import { root } from './workspace.mjs';

const lockFile = join(root, 'package-lock.json');
/** Inside node_modules, so that the record is deleted together with that folder. */
const record = join(root, 'node_modules', '.casewire-installed');

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Reads the record of the last install. Without one, reads npm's own note, which npm writes at the end of an install. */
function isInstalled() {
  try {
    return readFileSync(record, 'utf8') === lockHash();
  } catch {
    const installedAt = modifiedAt(join(root, 'node_modules', '.package-lock.json'));
    return installedAt !== undefined && installedAt >= modifiedAt(lockFile);
  }
}

async function installedMegabytes() {
  try {
    const { stdout } = await promisify(execFile)('du', ['-sk', join(root, 'node_modules')]);
    return `${Math.round(Number.parseInt(stdout, 10) / 1024)} MB`;
  } catch {
    return '';
  }
}

/** Installs the packages of package-lock.json unless they are installed. @returns whether they are there now */
export async function ensureInstalled() {
  if (isInstalled()) return true;
  // npm names its own script when it runs this one; `npm` on the path may be another version.
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const [command, ...args] = [...npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = { ...process.env, NODE_ENV: 'development' };
  const isDone = await runWithProgress(
    'Installing dependencies (700 MB on disk, about half a minute)',
    command,
    args,
    {
      cwd: root,
      env,
      detail: installedMegabytes,
    },
  );
  if (isDone) writeFileSync(record, lockHash());
  return isDone;
}

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

/**
 * Packs this library as it would be published and installs it in a folder, without a registry.
 * @returns where it is installed
 */
export async function installPackage(folder: string): Promise<string> {
  const made = join(folder, 'made');
  await run(process.execPath, ['tools/package.ts', 'libs/signing', made], { cwd: root });
  const { stdout } = await run('npm', ['pack', made, '--ignore-scripts', '--offline'], { cwd: folder });
  const archive = join(folder, stdout.trim().split('\n').at(-1) ?? '');
  const installed = join(folder, 'node_modules/@casewire/signing');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', installed]);
  return installed;
}

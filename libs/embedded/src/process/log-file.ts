import { openSync } from 'node:fs';
import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const rotateAboveBytes = 10 * 1024 * 1024;
const tailLines = 12;

/** Opens a log for appending; one that has grown over 10 MB becomes `<name>.1` first. */
export async function openLogFile(path: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > rotateAboveBytes) await rename(path, `${path}.1`);
  return openSync(path, 'a');
}

/** The last lines of a log, for an error message; empty when there is no log. */
export async function readLogTail(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-tailLines).join('\n');
}

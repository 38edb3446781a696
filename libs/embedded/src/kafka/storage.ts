import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A cluster id as Kafka makes them: 16 random bytes in base64url, without a leading dash that a parser takes for a flag. */
export function randomClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomClusterId() : id;
}

export interface StorageOptions {
  javaCommand: string;
  classPath: string;
  dataDir: string;
  logDir: string;
  propertiesFile: string;
  /** Default: one that no other cluster has. */
  clusterId?: string | undefined;
}

/**
 * Formats the log folder once. The mark is written last: without it nothing was ever stored, and what a format
 * that was killed half way left behind is removed.
 */
export async function ensureFormatted(options: StorageOptions): Promise<void> {
  const mark = join(options.dataDir, 'cluster-id');
  if (existsSync(mark)) return;
  await rm(options.logDir, { recursive: true, force: true });
  const clusterId = options.clusterId ?? randomClusterId();
  await run(options.javaCommand, [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-cp',
    options.classPath,
    'kafka.tools.StorageTool',
    'format',
    '--cluster-id',
    clusterId,
    '--config',
    options.propertiesFile,
  ]);
  await writeFile(mark, `${clusterId}\n`);
}

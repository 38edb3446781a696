import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EmbeddedError } from '../errors.ts';
import { isAlive } from '../process/leftover.ts';
import { transferredBytes } from './transferred-bytes.ts';

// Resolved as a package's file, not relative to this one: an app's bundle runs from another folder.
const { resolve } = createRequire(import.meta.url);
const pomFile = resolve('@casewire/embedded/kafka/pom.xml');

/** Absolute path of the broker's log4j2 configuration. */
export const loggingConfiguration = resolve('@casewire/embedded/kafka/log4j2.xml');

export interface DistributionOptions {
  /** Where downloaded versions are kept, shared by everything in the workspace. */
  cacheDir: string;
  /** Called as the download proceeds, with the bytes so far (about 53 MB in the end, 0 MB with a warm Maven). */
  onDownload?: ((downloadedBytes: number) => void) | undefined;
  /** Ends the download. */
  signal?: AbortSignal | undefined;
}

async function runMaven(options: DistributionOptions, targetDir: string): Promise<void> {
  const { onDownload, signal } = options;
  const args = ['-B', '-f', pomFile, 'dependency:copy-dependencies', `-DoutputDirectory=${targetDir}`];
  const maven = spawn('mvn', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const ended = once(maven, 'close') as Promise<[number | null]>;
  const errors: string[] = [];
  let downloadedBytes = 0;
  const readLines = async () => {
    for await (const line of createInterface({ input: maven.stdout })) {
      if (line.includes('ERROR')) errors.push(line);
      const bytes = transferredBytes(line);
      if (bytes === 0) continue;
      downloadedBytes += bytes;
      onDownload?.(downloadedBytes);
    }
  };
  maven.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const [[code]] = await Promise.all([ended, readLines()]);
  if (code !== 0) {
    throw new EmbeddedError(
      'download-failed',
      `Maven could not fetch Apache Kafka (exit code ${String(code)}):\n${errors.slice(0, 8).join('\n')}`,
    );
  }
}

const downloadPrefix = 'download-';

/** Removes the folders of downloads that were killed half way. The name of a folder has the id of its process. */
async function sweepAbandonedDownloads(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const pid = Number.parseInt(name.slice(downloadPrefix.length), 10);
    if (name.startsWith(downloadPrefix) && !isAlive(pid)) {
      await rm(join(cacheDir, name), { recursive: true, force: true });
    }
  }
}

async function exists(folder: string): Promise<boolean> {
  return readdir(folder).then(
    (names) => names.length > 0,
    () => false,
  );
}

/**
 * The folder with Kafka's jars. The first call fetches them through Maven. The folder appears whole or not at all, also
 * when several processes fetch at once. After a change of the pom, another folder is made.
 * @throws EmbeddedError `download-failed` with Maven's errors
 */
export async function kafkaDistribution(options: DistributionOptions): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(pomFile))
    .digest('hex')
    .slice(0, 12);
  const folder = join(options.cacheDir, version);
  if (await exists(folder)) return folder;

  await mkdir(options.cacheDir, { recursive: true });
  await sweepAbandonedDownloads(options.cacheDir);
  const download = await mkdtemp(join(options.cacheDir, `${downloadPrefix}${process.pid}-`));
  try {
    await runMaven(options, download);
    await rename(download, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(download, { recursive: true, force: true });
  }
  return folder;
}

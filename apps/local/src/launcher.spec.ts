import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const launcher = join(import.meta.dirname, '../bin/casewire.mjs');

/** A folder that is the whole search path: what is not in it is not installed. */
let programs: string;

beforeEach(async () => {
  programs = await mkdtemp(join(tmpdir(), 'casewire-'));
  await symlink(process.execPath, join(programs, 'node'));
});

afterEach(() => rm(programs, { recursive: true }));

async function install(name: string, script: string): Promise<void> {
  await writeFile(join(programs, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(programs, name), 0o755);
}

/** The lines that the launcher refuses with. */
async function refusal(args: readonly string[]): Promise<string[]> {
  const outcome: unknown = await run(process.execPath, [launcher, ...args], {
    env: { PATH: programs },
  }).catch((error: unknown) => error);
  expect(outcome).toMatchObject({ stdout: '' });
  return (outcome as { stderr: string }).stderr.trimEnd().split('\n');
}

describe('the launcher', () => {
  it('names each missing prerequisite in a line, with the way to get it, before anything else', async () => {
    expect(await refusal(['start'])).toEqual([
      expect.stringMatching(/^Apache Kafka needs Java 17 or later \(none was found\): .* install /),
      expect.stringMatching(/^Apache Kafka is fetched with Maven \(mvn was not found\): .* install /),
    ]);
  });

  it('says which Java was found when it is too old', async () => {
    await install('java', `echo 'openjdk version "11.0.22" 2024-01-16' >&2`);
    await install('mvn', '');
    expect(await refusal(['test'])).toEqual([expect.stringContaining('found is Java 11')]);
  });

  it('explains itself when the command is unknown', async () => {
    expect(await refusal(['strat'])).toEqual([expect.stringMatching(/^usage: npm start/)]);
  });
});

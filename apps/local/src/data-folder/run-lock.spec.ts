import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireRunLock, findHolder, isHolder, readHolder } from './run-lock.ts';

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-'));
  lock = join(folder, 'run.lock');
});

afterEach(() => rm(folder, { recursive: true }));

describe('the run lock', () => {
  it('is taken once and free again after its release', async () => {
    const first = await acquireRunLock(lock);
    expect(first.kind).toBe('acquired');
    expect(await readFile(lock, 'utf8')).toBe(`${process.pid}\n`);
    if (first.kind === 'acquired') await first.release();
    expect((await acquireRunLock(lock)).kind).toBe('acquired');
  });

  it.each([
    ['a process that has ended', '4194303\n'],
    ['a process id that another program has now', '1\n'],
    ['nobody, after a disk was full', ''],
  ])('is taken over from %s', async (_name, content) => {
    await writeFile(lock, content);
    expect(await findHolder(lock)).toBeUndefined();
    expect((await acquireRunLock(lock)).kind).toBe('acquired');
  });
});

describe('isHolder', () => {
  it('knows the local system by its command line', () => {
    expect(isHolder('/usr/bin/node /srv/casewire/dist/apps/local/main.js start')).toBe(true);
    expect(isHolder('/usr/sbin/sshd')).toBe(false);
    expect(isHolder(undefined)).toBe(false);
  });
});

describe('readHolder', () => {
  it.each([
    ['4711\n', 4711],
    ['', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['{}', undefined],
  ])('reads %j as %p', (content, pid) => {
    expect(readHolder(content)).toBe(pid);
  });
});

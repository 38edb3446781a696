import { eventually } from '@casewire/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftover, isAlive } from './leftover.ts';
import { startProcess } from './managed-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-'));
});

afterEach(() => rm(folder, { recursive: true }));

function startShell(script: string, stopDeadlineMs = 5000) {
  return startProcess({
    command: '/bin/sh',
    args: ['-c', script, 'casewire-specimen'],
    logFile: join(folder, 'log'),
    pidFile: join(folder, 'pid'),
    stopDeadlineMs,
  });
}

describe('startProcess', () => {
  it('writes what the process says into the log and records its id while it runs', async () => {
    const running = await startShell('echo hello; exec sleep 60');
    await eventually(async () => {
      expect(await readFile(join(folder, 'log'), 'utf8')).toBe('hello\n');
    });
    expect(await readFile(join(folder, 'pid'), 'utf8')).toBe(`${running.pid}\n`);
    expect(await running.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    await expect(readFile(join(folder, 'pid'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('kills a process that does not end when asked to', async () => {
    const running = await startShell('trap "" TERM; echo deaf; while :; do sleep 0.1; done', 200);
    await eventually(async () => {
      expect(await readFile(join(folder, 'log'), 'utf8')).toBe('deaf\n');
    });
    expect(await running.stop()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('says that a command does not exist', async () => {
    const options = {
      command: join(folder, 'absent'),
      args: [],
      logFile: join(folder, 'log'),
      stopDeadlineMs: 100,
    };
    await expect(startProcess(options)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('endLeftover', () => {
  const leftover = () => ({
    pidFile: join(folder, 'pid'),
    commandContains: 'casewire-specimen',
    signal: 'SIGTERM' as const,
    deadlineMs: 5000,
  });

  it('ends a process that its pid file and its command line name', async () => {
    const running = await startShell('while :; do sleep 0.1; done');
    expect(await endLeftover(leftover())).toBe('ended');
    await running.exited;
    expect(isAlive(running.pid)).toBe(false);
  });

  it('leaves a program alone that was given the id of an ended process', async () => {
    const running = await startShell('while :; do sleep 0.1; done');
    expect(await endLeftover({ ...leftover(), commandContains: 'another program' })).toBe('unrelated');
    expect(isAlive(running.pid)).toBe(true);
    await running.stop();
  });

  it.each([
    ['', 'none'],
    ['4194303\n', 'none'],
    ['not a number', 'none'],
  ])('has nothing to do for a pid file with %j', async (content, outcome) => {
    await writeFile(join(folder, 'pid'), content);
    expect(await endLeftover(leftover())).toBe(outcome);
  });
});

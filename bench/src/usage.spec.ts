import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { cpuUs, readUsage, usedPerEvent } from './usage.ts';

const CPU_MS = 200;
const TURNS = 50;

/** Linux has `/proc`. Without it everything is 0. */
const hasProc = existsSync('/proc/self/io');

const burn = `const end = process.cpuUsage().user + ${CPU_MS * 1_000}; let n = 1; while (process.cpuUsage().user < end) for (let i = 0; i < 1e6; i++) n = (n * 3) % 7;`;

async function usedBy(work: () => unknown, events = 1) {
  const processes = new Map([['this', process.pid]]);
  const before = readUsage(processes);
  await work();
  const usage = usedPerEvent(before, readUsage(processes), events).get('this');
  if (usage === undefined) throw new Error('this process has no usage');
  return usage;
}

describe('the usage of a process', () => {
  it('has the CPU time of its children that have ended, divided by the events', async () => {
    const usage = await usedBy(() => execFileSync(process.execPath, ['-e', burn]), 10);
    expect(cpuUs(usage) * 10 > CPU_MS * 1_000 * 0.9).toBe(hasProc);
    expect(usage['user us'] > usage['system us']).toBe(hasProc);
  });

  it('has the times that it waited, and the system calls that read and wrote', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'casewire-usage-'));
    const usage = await usedBy(async () => {
      for (let turn = 0; turn < TURNS; turn++) {
        writeFileSync(join(folder, 'file'), 'x');
        await delay(1);
      }
    });
    rmSync(folder, { recursive: true });
    expect(usage['voluntary switches'] >= TURNS).toBe(hasProc);
    expect(usage.writes >= TURNS).toBe(hasProc);
  });
});

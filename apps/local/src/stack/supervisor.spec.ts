import { eventually } from '@casewire/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProcess, type ManagedProcess } from '@casewire/embedded';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';

let folder: string;
let started: ManagedProcess[];
let reports: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-'));
  started = [];
  reports = [];
});

afterEach(() => rm(folder, { recursive: true }));

function supervise(name: string, options: { onStop?: () => void } = {}): Supervisor {
  return new Supervisor({
    name,
    start: async () => {
      const running = await startProcess({
        command: 'sleep',
        args: ['60'],
        logFile: join(folder, `${name}.log`),
        stopDeadlineMs: 5000,
      });
      started.push(running);
      void running.exited.then(() => options.onStop?.());
      return running;
    },
    report: (text) => reports.push(text),
  });
}

describe('Supervisor', () => {
  it('restarts a process that was killed, and says so', async () => {
    const supervisor = supervise('delivery');
    await supervisor.start();
    await started[0]?.kill();
    await eventually(() => {
      expect(reports).toEqual([
        'delivery ended (signal SIGKILL); restarting in 0.5 s',
        'delivery runs again',
      ]);
    });
    await supervisor.stop();
    expect(await started[1]?.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect(started).toHaveLength(2);
  });

  it('gives up a restart when it is stopped', async () => {
    const supervisor = supervise('delivery');
    await supervisor.start();
    await started[0]?.kill();
    await eventually(() => {
      expect(reports).toHaveLength(1);
    });
    await supervisor.stop();
    expect(started).toHaveLength(1);
  });

  it('does not restart what never became ready', async () => {
    const supervisor = new Supervisor({
      name: 'delivery',
      start: async () => {
        const running = await startProcess({
          command: 'sleep',
          args: ['60'],
          logFile: join(folder, 'log'),
          stopDeadlineMs: 5000,
        });
        started.push(running);
        return running;
      },
      untilReady: () => Promise.reject(new Error('not ready')),
      report: (text) => reports.push(text),
    });
    await expect(supervisor.start()).rejects.toThrow('not ready');
    await supervisor.stop();
    expect(started).toHaveLength(1);
    expect(reports).toEqual([]);
  });
});

describe('Stack', () => {
  it('stops the wave that was added last first', async () => {
    const order: string[] = [];
    const stack = new Stack();
    for (const name of ['Kafka', 'history', 'gateway']) {
      await stack.start([supervise(name, { onStop: () => order.push(name) })]);
    }
    await stack.stop(5000);
    expect(order).toEqual(['gateway', 'history', 'Kafka']);
  });

  it('stops what had started when another start fails', async () => {
    const stack = new Stack();
    const failing = new Supervisor({
      name: 'matching',
      start: () => Promise.reject(new Error('no such program')),
      report: (text) => reports.push(text),
    });
    await expect(stack.start([supervise('history'), failing])).rejects.toThrow('no such program');
    await stack.stop(5000);
    expect(await started[0]?.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MACHINE, reportOf, writeReport } from './report.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casewire-bench-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a report', () => {
  it('has the speed of the machine before and after the run beside the figures', async () => {
    const loads = { burst: { 'CPU us': 600 } };
    const report = await reportOf('quick', () => Promise.resolve({ figures: { Loads: loads } }));
    expect(report.figures['Loads']).toEqual(loads);
    for (const when of ['before', 'after'])
      expect(report.figures[MACHINE]?.[when]).toEqual({
        'loop ms': expect.any(Number),
        'memory ns': expect.any(Number),
        'round trip us': expect.any(Number),
        'load average': expect.any(Number),
      });
    expect(JSON.parse(await readFile(await writeReport(folder, report), 'utf8'))).toEqual(report);
  });

  it('that cannot be written leaves nothing behind', async () => {
    const report = await reportOf('quick', () => Promise.resolve({ figures: {} }));
    const file = await writeReport(folder, report);
    await rm(file);
    await mkdir(file);
    await expect(writeReport(folder, report)).rejects.toThrow(/directory/);
    expect(await readdir(folder)).toEqual([basename(file)]);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '../failures.ts';
import { comparePaths, compareRuns } from './compare.ts';

const runWith = (value: number | string) => ({ figures: { Loads: { burst: { 'CPU us': value } } } });
const cell = (first: readonly (number | string)[], second: readonly (number | string)[]) =>
  compareRuns(first.map(runWith), second.map(runWith))['Loads']?.['burst']?.['CPU us'];

describe('the comparison of two runs', () => {
  it('is the ratio of the second to the first', () => {
    expect(cell([200], [150])).toBe('0.75');
  });

  it('of several is that of the medians, with the lowest and the highest of any two', () => {
    expect(cell([100, 1_000, 200], [100, 300, 180])).toBe('0.90 (0.10-3.00)');
    expect(cell([100, 300], [100, 100])).toBe('0.50 (0.33-1.00)');
  });

  it('says nothing of words, nor of figures that one of them lacks', () => {
    expect(cell(['history'], ['history'])).toBeUndefined();
    expect(compareRuns([runWith(1)], [{ figures: {} }])['Loads']?.['burst']).toEqual({});
  });

  it('of two zeros is 1', () => {
    expect(cell([0], [0])).toBe('1.00');
  });
});

describe('reports in files and folders', () => {
  let folder: string;
  const write = (name: string, content: unknown) =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'casewire-bench-'));
    await write('quick.json', { scenario: 'quick', ...runWith(100) });
    await write('http.json', { scenario: 'http', ...runWith(30) });
    await write('half.json.unfinished', '{"scen');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are compared by scenario', () => {
    const tables = comparePaths(folder, join(folder, 'http.json'));
    expect(Object.keys(tables)).toHaveLength(1);
    expect(Object.values(tables)[0]).toEqual({ burst: { 'CPU us': '1.00' } });
  });

  it.each([
    ['that do not exist', () => ['absent.json', 'http.json'] as const, /does not exist/],
    ['that hold no report', () => ['http.json', 'half.json.unfinished'] as const, /no report/],
    ['without a scenario in common', () => ['http.json', 'quick.json'] as const, /no scenario in common/],
  ])('%s are refused in one line', (_, names, message) => {
    const [first, second] = names();
    const compare = () => comparePaths(join(folder, first), join(folder, second));
    expect(compare).toThrow(Refusal);
    expect(compare).toThrow(message);
  });
});

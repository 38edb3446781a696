import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { problemCodes } from './problem.ts';

const workspace = join(import.meta.dirname, '../../..');

describe('every code of a problem', () => {
  it('is named by a test of something that is refused with it, outside of this library', () => {
    const specs = globSync('{apps,libs,e2e}/**/*.spec.ts', { cwd: workspace });
    const others = specs.filter((file) => !file.startsWith('libs/rest/'));
    const tests = others.map((file) => readFileSync(join(workspace, file), 'utf8')).join('\n');
    expect(problemCodes.filter((code) => !new RegExp(`["']${code}["']`).test(tests))).toEqual([]);
  });
});

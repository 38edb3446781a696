import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { workspaceCache } from '@casewire/testing';

const program = join(workspaceCache, '../dist/e2e/main.js');

it.each([
  [['--only', 'flood'], /^no fault is called flood: kill, /],
  [['--minutes', '0'], /^--minutes must be above 0/],
  [['--seed', 'x'], /^--seed must be a whole number/],
  [['--sed', '1'], /^Unknown option '--sed'/],
])('npm run test:faults answers %j with one line', async (args, line) => {
  const run = promisify(execFile)(process.execPath, [program, ...args]);
  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(line) });
  await expect(run).rejects.toMatchObject({ stderr: expect.not.stringContaining('\n ') });
});

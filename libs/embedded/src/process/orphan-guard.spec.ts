import { eventually } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isAlive } from './leftover.ts';

/** Starts a process under guard, prints its id and is then killed from outside. */
const parentScript = `
  import { startProcess } from ${JSON.stringify(join(import.meta.dirname, 'managed-process.ts'))};
  const { pid } = await startProcess({ command: 'sleep', args: ['60'], logFile: '/dev/null', stopDeadlineMs: 1000 });
  console.log(pid);
`;

describe('the orphan guard', () => {
  it('ends what a killed process had started', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', parentScript]);
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(() => {
      expect(isAlive(pid)).toBe(false);
    });
  });
});

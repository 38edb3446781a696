import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EmbeddedError } from '@casewire/embedded';
import { describe, expect, it } from '@jest/globals';
import { explain, Interruption, Refusal } from './failures.ts';

describe('what ends a run', () => {
  it.each([
    ['a busy port', new EmbeddedError('port-in-use', 'port 1 is in use', 1), 'port 1 is in use', 1],
    [
      'missing deliveries',
      new Error('2 of 3 deliveries did not arrive'),
      '2 of 3 deliveries did not arrive',
      1,
    ],
    ['a wrong argument', new Refusal('there is no scenario x'), 'there is no scenario x', 2],
  ])('is told in one line: %s', (_, error, line, exitCode) => {
    expect(explain(error)).toEqual({ line, exitCode });
  });

  it('is told in one line: a program that is not there', async () => {
    const program = '/absent/program';
    const [error] = (await once(spawn(program), 'error')) as [Error];
    const { line, exitCode } = explain(error);
    expect(line).toMatch(/^\/absent\/program was not found/);
    expect(exitCode).toBe(1);
  });

  it('by a signal has the exit code that shells give it', () => {
    expect(explain(new Interruption('SIGINT')).exitCode).toBe(130);
    expect(explain(new Interruption('SIGTERM')).exitCode).toBe(143);
  });

  it('as a fault of the program is told with its stack', () => {
    expect(explain(new TypeError('undefined is no function')).line).toMatch(/\n\s+at /);
  });
});

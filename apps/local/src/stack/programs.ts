import { endLeftover, startProcess, type ManagedProcess } from '@casewire/embedded';
import { join } from 'node:path';
import { type Paths } from '../paths.ts';

export interface Program {
  /** Names its log and its process id file. */
  name: string;
  /** Relative to the workspace. */
  script: string;
  args?: readonly string[];
  env: Record<string, string>;
}

/**
 * Most objects live as long as their batch. A larger nursery saves a sixth of the CPU of a burst.
 * Source maps stay off: a process that has read one holds 100 MB more, and the bundles are not minified.
 */
const nodeFlags = ['--max-semi-space-size=32'];

/** How long a process of Casewire may take to end before it is killed. */
const stopDeadlineMs = 2500;

function pidFile(paths: Paths, name: string): string {
  return join(paths.runDir, `${name}.pid`);
}

export function startProgram(
  paths: Paths,
  { name, script, args = [], env }: Program,
): Promise<ManagedProcess> {
  return startProcess({
    command: process.execPath,
    args: [...nodeFlags, join(paths.root, script), ...args],
    cwd: paths.root,
    env,
    logFile: join(paths.logDir, `${name}.log`),
    pidFile: pidFile(paths, name),
    stopDeadlineMs,
  });
}

/** Ends the process that a crashed run left of this program. @returns whether there was one */
export async function endLeftoverProgram(paths: Paths, name: string, script: string): Promise<boolean> {
  const outcome = await endLeftover({
    pidFile: pidFile(paths, name),
    commandContains: script,
    signal: 'SIGTERM',
    deadlineMs: stopDeadlineMs,
  });
  return outcome === 'ended';
}

import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { pollUntil } from '../poll-until.ts';
import { isSystemError } from '../system-error.ts';

const run = promisify(execFile);

/** Whether a process with this id exists, under any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

/** The command line of a process; undefined when it has ended. Through `ps`, which Linux and macOS share. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (!isAlive(pid)) return undefined;
  const line = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  return line === '' ? undefined : line;
}

/** The process id on the first line of a file; undefined without a file or without a number in it. */
export async function readPid(pidFile: string): Promise<number | undefined> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

export interface Leftover {
  /** Where a start recorded the process id, on the first line. */
  pidFile: string;
  /** Text that only the recorded process has in its command line. Its id alone proves nothing: ids are reused. */
  commandContains: string;
  signal: NodeJS.Signals;
  /** How long it may take before SIGKILL. */
  deadlineMs: number;
}

/**
 * Ends the process that an earlier, crashed run left behind and removes its record.
 * @returns 'none' without a record or with a dead process, 'unrelated' when the id now belongs to something else
 */
export async function endLeftover(leftover: Leftover): Promise<'none' | 'unrelated' | 'ended'> {
  const pid = await readPid(leftover.pidFile);
  if (pid === undefined) return 'none';
  const command = await commandLineOf(pid);
  if (command === undefined) return 'none';
  if (!command.includes(leftover.commandContains)) return 'unrelated';
  process.kill(pid, leftover.signal);
  if (!(await pollUntil(() => !isAlive(pid), leftover.deadlineMs))) {
    process.kill(pid, 'SIGKILL');
    await pollUntil(() => !isAlive(pid), leftover.deadlineMs);
  }
  await rm(leftover.pidFile, { force: true });
  return 'ended';
}

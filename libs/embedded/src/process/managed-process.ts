import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { openLogFile } from './log-file.ts';
import { guardOrphan, releaseOrphan } from './orphan-guard.ts';

export interface ProcessOptions {
  command: string;
  args: readonly string[];
  /** Default: this process's folder. */
  cwd?: string;
  /** The whole environment; default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Run as this user and group; only root may. */
  user?: { uid: number; gid: number };
  /** Receives standard output and standard error, appended. */
  logFile: string;
  /** Where the process id is recorded while it runs, for the start after a crash. */
  pidFile?: string;
  /** The signal that asks it to end; default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** How long it may take to end before SIGKILL. */
  stopDeadlineMs: number;
}

export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ManagedProcess {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<ExitStatus>;
  /** Asks the process to end and waits; SIGKILL after the deadline. Repeated calls share one stop. */
  stop(): Promise<ExitStatus>;
  /** SIGKILL, and waits. */
  kill(): Promise<ExitStatus>;
}

/**
 * Starts a process in a session of its own: Ctrl-C in a terminal reaches only this process, which stops its
 * children in order. If this process dies first, the orphan guard ends them.
 * @throws the system's error when the command cannot be started, such as ENOENT
 */
export async function startProcess(options: ProcessOptions): Promise<ManagedProcess> {
  const { stopSignal = 'SIGTERM', stopDeadlineMs, pidFile } = options;
  const log = await openLogFile(options.logFile);
  const child = spawn(options.command, options.args, {
    detached: true,
    stdio: ['ignore', log, log],
    ...options.user,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  closeSync(log);
  const exit = Promise.withResolvers<ExitStatus>();
  child.once('exit', (code, signal) => {
    exit.resolve({ code, signal });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.command} was started without a process id`);
  guardOrphan(pid, stopSignal);

  const exited = exit.promise.then(async (status) => {
    releaseOrphan(pid);
    if (pidFile !== undefined) await rm(pidFile, { force: true });
    return status;
  });
  if (pidFile !== undefined) await writeFile(pidFile, `${pid}\n`);

  let stopping: Promise<ExitStatus> | undefined;
  const stop = async () => {
    child.kill(stopSignal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
    try {
      return await exited;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    pid,
    exited,
    stop: () => (stopping ??= stop()),
    kill: () => {
      child.kill('SIGKILL');
      return exited;
    },
  };
}

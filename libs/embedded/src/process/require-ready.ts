import { EmbeddedError } from '../errors.ts';
import { pollUntil } from '../poll-until.ts';
import { readLogTail } from './log-file.ts';
import { type ManagedProcess } from './managed-process.ts';

export interface Readiness {
  /** Names the server in the error. */
  name: string;
  isReady: () => Promise<boolean>;
  deadlineMs: number;
  /** Their last lines become part of the error. */
  logFiles: readonly string[];
  /** Stops waiting and kills the server. */
  signal?: AbortSignal | undefined;
}

/**
 * Waits until the server is ready. Kills it if it is not ready within the deadline.
 * @throws EmbeddedError `start-failed`, or the reason of the signal
 */
export async function requireReady(server: ManagedProcess, readiness: Readiness): Promise<void> {
  const { name, isReady, deadlineMs, logFiles, signal } = readiness;
  const state = { hasEnded: false };
  void server.exited.then(() => {
    state.hasEnded = true;
  });
  const hasEnded = () => state.hasEnded || signal?.aborted === true;
  const isSettled = await pollUntil(async () => hasEnded() || (await isReady()), deadlineMs);
  if (isSettled && !hasEnded()) return;

  await server.kill();
  signal?.throwIfAborted();
  const tails = await Promise.all(logFiles.map(readLogTail));
  const what = state.hasEnded ? 'ended while starting' : `was not ready after ${deadlineMs} ms`;
  throw new EmbeddedError('start-failed', `${name} ${what}; its log ends with:\n${tails.join('\n')}`);
}

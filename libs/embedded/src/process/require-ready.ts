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
}

/**
 * Waits until the server is ready; one that ends or takes too long is killed.
 * @throws EmbeddedError `start-failed`
 */
export async function requireReady(server: ManagedProcess, readiness: Readiness): Promise<void> {
  const { name, isReady, deadlineMs, logFiles } = readiness;
  const state = { hasEnded: false };
  void server.exited.then(() => {
    state.hasEnded = true;
  });
  const isSettled = await pollUntil(async () => state.hasEnded || (await isReady()), deadlineMs);
  if (isSettled && !state.hasEnded) return;

  await server.kill();
  const tails = await Promise.all(logFiles.map(readLogTail));
  const what = state.hasEnded ? 'ended while starting' : `was not ready after ${deadlineMs} ms`;
  throw new EmbeddedError('start-failed', `${name} ${what}; its log ends with:\n${tails.join('\n')}`);
}

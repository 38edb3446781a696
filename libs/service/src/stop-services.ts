import { setTimeout as delay } from 'node:timers/promises';
import type { RunningService } from './start-service.ts';

/**
 * Stops the last service, so that no more requests come to the others, and then these at once.
 * @param patienceMs how long the others wait for the last one: a client that takes its time must not keep consumers from
 *   draining
 * @throws the first failure, when all have stopped
 */
export async function stopServices(
  running: readonly Pick<RunningService, 'stop'>[],
  patienceMs: number,
): Promise<void> {
  const [last, ...others] = running.toReversed();
  const lastStopped = last?.stop() ?? Promise.resolve();
  await Promise.race([Promise.allSettled([lastStopped]), delay(patienceMs, undefined, { ref: false })]);
  const stopped = await Promise.allSettled([lastStopped, ...others.map((service) => service.stop())]);
  const failed = stopped.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

import { eventually } from '@casewire/testing';
import { findOpenStatus } from '../support/ledger.ts';
import type { Diary } from './diary.ts';
import type { Receivers } from './receivers.ts';
import { arrivedIds, type RunningStream } from './running-streams.ts';

/** How long it may take after the last mend until breakers are closed and everything that was accepted has ended. */
const SETTLE_DEADLINE_MS = 180_000;

/**
 * Waits until breakers are closed, which needs traffic; then ends the load and waits until everything has ended. What has
 * not done so at the deadline is told; the verdict says of what was accepted.
 */
export async function settle(
  running: readonly RunningStream[],
  receivers: Receivers,
  diary: Diary,
): Promise<string[]> {
  const endsAt = performance.now() + SETTLE_DEADLINE_MS;
  const untilTrue = (check: () => Promise<void>): Promise<string[]> =>
    eventually(check, { deadlineMs: endsAt - performance.now(), intervalMs: 500 }).then(
      () => [],
      (error: unknown) => [`not settled after ${SETTLE_DEADLINE_MS / 1_000} s: ${String(error)}`],
    );
  const stillOpen = await untilTrue(() => requireSound(running));
  const stopped = await Promise.allSettled(running.map(({ load }) => load.stop()));
  const unaccepted = stopped.flatMap((result) =>
    result.status === 'rejected' ? [String(result.reason)] : [],
  );
  const late = await untilTrue(() => requireEnds(running, receivers, diary));
  return [...stillOpen, ...unaccepted, ...late];
}

/** @throws Error that names a webhook whose breaker is open although its receiver answers */
async function requireSound(running: readonly RunningStream[]): Promise<void> {
  for (const { stream, webhook } of running) {
    if (stream.role === 'troubled') continue;
    const state = await webhook.askHealth();
    if (state !== 'healthy' && state !== 'failing')
      throw new Error(`the webhook of ${stream.name} is ${state ?? 'not shown'}`);
  }
}

/** @throws Error that names something which has not ended */
async function requireEnds(
  running: readonly RunningStream[],
  receivers: Receivers,
  { cancelled, replays }: Diary,
): Promise<void> {
  for (const { tenant, stream, load } of running) {
    const expected = new Set(load.accepted.map(({ id }) => id));
    for (const { stream: name, eventId } of cancelled) if (name === stream.name) expected.delete(eventId);
    const arrived = arrivedIds(stream, receivers);
    const missing = [...expected].filter((id) => !arrived.has(id)).length;
    if (missing > 0) throw new Error(`${missing} receipts of ${stream.name} are missing`);
    const open = await findOpenStatus(tenant.api);
    if (open !== undefined) throw new Error(`an invocation of ${stream.name} is still ${open}`);
  }
  for (const { webhook, id } of replays) {
    const { state } = await webhook.showReplay(id);
    if (state === 'running' || state === 'paused')
      throw new Error(`the replay ${id} of ${webhook.stream.name} is still ${state}`);
  }
}

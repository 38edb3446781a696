import type { Pool } from '@casewire/database';
import type { BreakerLimits, HealthLimits } from '@casewire/invocation-state';
import { expect } from '@jest/globals';
import { applyRecords, type BatchResult } from '../apply/apply.ts';
import type { InvocationUpdate } from '../apply/invocation-update.ts';
import {
  acknowledgeReleases,
  leaseDue,
  sendProbes,
  takeNotices,
  type InvocationContent,
  type LeasedRelease,
} from '../index.ts';
import type { AttemptRecord } from '../sql/attempts.ts';
import { putOff, resume, type Resumed } from './pauses.ts';
import { outcome, sampleAttempt, sampleContent, seen } from './sample-invocation.ts';

/** Breakers open after three failures in a row, and their probes go out at once. */
export const breaker: BreakerLimits = {
  failuresInRow: 3,
  percent: 50,
  attempts: 1_000,
  windowMs: 60_000,
  firstProbeMs: 0,
  longestProbeMs: 0,
  probeWaitMs: 0,
  longestRetryAfterMs: 3_600_000,
  fullWidth: 4,
};

/** So few attempts make no webhook fail. */
const health: HealthLimits = {
  failuresInRow: 1_000,
  failingPercent: 100,
  failingAttempts: 1_000,
  windowMs: 60_000,
  successesInRow: 3,
  pauseAfterMs: 3_600_000,
};

/** Applies what records tell that were read just now. */
export function apply(pool: Pool, updates: readonly InvocationUpdate[]): Promise<BatchResult> {
  const rules = { health, breaker, isCurrent: true };
  return applyRecords(pool, { clusterId: 'c', ranges: [], updates, health: rules });
}

/** An answer that says "overloaded". */
export const overloaded: Partial<AttemptRecord> = {
  outcome: 'rejected',
  responseCode: 503,
  next: { kind: 'give-up', reason: 'retries-exhausted' },
};

/** An attempt that was made just now. */
export function attempt(
  content: InvocationContent,
  overrides: Partial<AttemptRecord> = {},
): InvocationUpdate {
  return outcome(content, sampleAttempt(content, { startedAt: Date.now(), durationMs: 0, ...overrides }));
}

/** Opens the breaker of a webhook. */
export async function open(pool: Pool, webhookId: string): Promise<void> {
  const contents = [1, 2, 3].map(() => sampleContent({ webhookId }));
  const updates = contents.flatMap((content) => [seen(content), attempt(content, overloaded)]);
  expect(await apply(pool, updates)).toMatchObject({ effects: [{ webhookId, effect: 'opened' }] });
}

/** Invocations that delivery has put off while the first opening of the breaker lasts, the lowest id first. */
export async function held(
  pool: Pool,
  webhookId: string,
  count: number,
  acceptedAt = Date.now(),
): Promise<InvocationContent[]> {
  const contents = Array.from({ length: count }, () => sampleContent({ webhookId, acceptedAt }));
  const hold = { kind: 'breaker', number: 1 } as const;
  await apply(
    pool,
    contents.flatMap((content) => [seen(content), putOff(content, hold)]),
  );
  return contents.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Releases whatever is due, as the scheduler does. */
export async function release(pool: Pool): Promise<LeasedRelease[]> {
  const leased = await leaseDue(pool, { limit: 100, maxBytes: 1_000_000, leaseMs: 30_000 });
  await acknowledgeReleases(
    pool,
    leased.map(({ content, release: number }) => ({ id: content.id, release: number })),
  );
  return leased;
}

/** Releases the probe of the only webhook that is due for one. */
export async function probe(pool: Pool, limits = breaker): Promise<LeasedRelease> {
  expect(await sendProbes(pool, limits)).toBe(1);
  const [sent, ...others] = await release(pool);
  expect(others).toEqual([]);
  if (sent === undefined) throw new Error('no probe was released');
  return sent;
}

/** The outcome of a release that was sent. */
export function answered(
  { content, release: number, attempt: attemptNumber, probe: probeNumber }: LeasedRelease,
  overrides: Partial<AttemptRecord> = {},
): InvocationUpdate {
  const update = attempt(content, {
    release: number,
    number: attemptNumber,
    ...(probeNumber !== undefined && { probe: probeNumber }),
    ...overrides,
  });
  const [fact] = update.facts;
  const isProbe = fact?.kind === 'outcome' && probeNumber !== undefined;
  return isProbe ? { ...update, facts: [{ ...fact, probe: probeNumber }] } : update;
}

/** The first pause of a webhook is over, and the ledger knows it. */
export async function endPause(
  pool: Pool,
  webhookId: string,
  kind: 'pause' | 'own-pause',
  backlog: Resumed['backlog'] = 'send',
): Promise<void> {
  await resume(pool, { webhookId, kind, backlog });
  await takeNotices(pool);
}

import { inTransaction, sendAll, type Pool, type PoolClient } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { transition } from '@casewire/invocation-state';
import { applyFact, applyToLedger } from './apply/apply.ts';
import type { InvocationUpdate } from './apply/invocation-update.ts';
import type { InvocationContent } from './invocation-content.ts';
import { trackHeld } from './sql/held.ts';
import { ledgerClock } from './sql/instants.ts';
import { selectContents, updateInvocations } from './sql/invocations.ts';
import {
  lockDue,
  selectDue,
  selectDueOf,
  selectExpiredLeases,
  type DueInvocation,
} from './sql/open-invocations.ts';

export interface LeaseLimits {
  /** The most releases. */
  readonly limit: number;
  /** The most bytes of bodies; one release is leased whatever its size. */
  readonly maxBytes: number;
  /** How long no other process leases them, in milliseconds: longer than the produce deadline. */
  readonly leaseMs: number;
  /** Chooses what is leased. Default: the oldest, within the limits. */
  readonly choice?: ReleaseChoice;
}

/** Who decides which of the due invocations go first. */
export interface ReleaseChoice {
  /** How many due invocations it chooses from. */
  readonly candidates: number;
  /** Whose they are: of each of these the oldest. If empty, those that have been due longest, whosever they are. */
  readonly holders: readonly TenantScope[];
  /** Chooses at most `limit`, in the order of their release. */
  choose(due: readonly DueInvocation[], limit: number): readonly DueInvocation[];
}

/** A release that this process has to produce before the lease ends. */
export interface LeasedRelease {
  readonly release: number;
  /** The number that an attempt of this release gets. */
  readonly attempt: number;
  /** Number of the probe that it is, if it is one. */
  readonly probe?: number;
  /** How many attempts before it were probes that failed, if there were any. */
  readonly failedProbes?: number;
  /** Number of the hold that has kept it until then, if one has and it is no probe. */
  readonly backlog?: number;
  readonly content: InvocationContent;
}

/**
 * Leases due invocations and gives each its next release number. What is looked at is not locked, only what is chosen.
 * Skips rows that another process has locked or leased meanwhile. Due invocations of a webhook that is on hold are not
 * leased: the hold keeps them from now on.
 */
export async function leaseDue(
  pool: Pool,
  { limit, maxBytes, leaseMs, choice }: LeaseLimits,
): Promise<LeasedRelease[]> {
  const found = await findDue(pool, limit, choice);
  const free = found.filter(isReleasable);
  const chosen = withinBytes(choice?.choose(free, limit) ?? free, maxBytes).map(({ id }) => id);
  const leased =
    chosen.length === 0 ? [] : await inTransaction(pool, (client) => lease(client, chosen, leaseMs));
  // In a transaction of its own: states of webhooks are locked before invocations.
  await applyToLedger(pool, found.flatMap(keepIfOnHold));
  return leased;
}

async function lease(client: PoolClient, ids: readonly string[], leaseMs: number): Promise<LeasedRelease[]> {
  const now = await ledgerClock(client);
  // A hold may have begun since they were looked at.
  const due = (await lockDue(client, ids)).filter(isReleasable);
  const leased = due.map(({ id, webhookId, probe, state: before }) => {
    const release = before.release + 1;
    const { state } = transition(before, { kind: 'leased', release, until: now + leaseMs }, now);
    return { id, webhookId, probe, before, after: state, state };
  });
  await sendAll(client, [...updateInvocations(leased, false), ...trackHeld(leased, false)]);
  const contents = await selectContents(
    client,
    leased.map(({ id }) => id),
  );
  return leased.flatMap(({ id, probe, state: { release, attempts, failedProbes, heldBy } }) => {
    const content = contents.get(id);
    if (content === undefined) return [];
    const numbers = {
      release,
      attempt: attempts + 1,
      ...(probe !== null && { probe }),
      ...(failedProbes > 0 && { failedProbes }),
      ...(probe === null && heldBy !== null && { backlog: heldBy.number }),
    };
    return [{ ...numbers, content }];
  });
}

/** Whether nothing holds it, or it is a probe. */
function isReleasable({ hold, probe }: DueInvocation): boolean {
  return hold === null || probe !== null;
}

function keepIfOnHold(due: DueInvocation): InvocationUpdate[] {
  const { id, webhookId, hold } = due;
  if (hold === null || isReleasable(due)) return [];
  return [{ id, webhookId, facts: [{ kind: 'due-on-hold', hold }] }];
}

/** What is chosen from. */
function findDue(
  pool: Pool,
  limit: number,
  choice: ReleaseChoice | undefined,
): Promise<readonly DueInvocation[]> {
  if (choice === undefined) return selectDue(pool, limit);
  const { candidates, holders } = choice;
  if (holders.length === 0) return selectDue(pool, candidates);
  // Half for what waits for room at delivery, half for everything else.
  return selectDueOf(pool, holders, Math.ceil(candidates / holders.length / 2));
}

/** The first row, and those behind it as long as all together have at most so many bytes. */
export function withinBytes<Row extends { readonly bodyBytes: number }>(
  rows: readonly Row[],
  maxBytes: number,
): Row[] {
  let bytes = 0;
  return rows.filter((row, index) => {
    bytes += row.bodyBytes;
    return index === 0 || bytes <= maxBytes;
  });
}

/** Notes that the broker has these leased releases. */
export async function acknowledgeReleases(
  pool: Pool,
  releases: readonly { readonly id: string; readonly release: number }[],
): Promise<void> {
  await applyFact(pool, releases, ({ release }) => ({ kind: 'release-acknowledged', release }));
}

/** Schedules releases again whose process did not produce them before the lease ended. @returns how many */
export async function expireLeases(pool: Pool, limit: number): Promise<number> {
  const expired = await selectExpiredLeases(pool, limit);
  return (await applyFact(pool, expired, () => ({ kind: 'lease-expired' }))).length;
}

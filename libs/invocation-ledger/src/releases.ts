import { inTransaction, sendAll, type Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { transition } from '@casewire/invocation-state';
import { applyFact } from './apply/apply.ts';
import type { InvocationContent } from './invocation-content.ts';
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
  readonly content: InvocationContent;
}

/**
 * Leases due invocations and gives each its next release number. What is looked at is not locked, only what is chosen.
 * Skips rows that another process has locked or leased meanwhile.
 */
export async function leaseDue(
  pool: Pool,
  { limit, maxBytes, leaseMs, choice }: LeaseLimits,
): Promise<LeasedRelease[]> {
  const found = await findDue(pool, limit, choice);
  const chosen = withinBytes(choice?.choose(found, limit) ?? found, maxBytes).map(({ id }) => id);
  if (chosen.length === 0) return [];
  return inTransaction(pool, async (client) => {
    const now = await ledgerClock(client);
    const due = await lockDue(client, chosen);
    const leased = due.map(({ id, state }) => {
      const release = state.release + 1;
      return { id, ...transition(state, { kind: 'leased', release, until: now + leaseMs }, now) };
    });
    await sendAll(client, updateInvocations(leased, false));
    const contents = await selectContents(
      client,
      leased.map(({ id }) => id),
    );
    return leased.flatMap(({ id, state: { release, attempts } }) => {
      const content = contents.get(id);
      return content === undefined ? [] : [{ release, attempt: attempts + 1, content }];
    });
  });
}

/** What is chosen from. */
function findDue(pool: Pool, limit: number, choice: ReleaseChoice | undefined): Promise<DueInvocation[]> {
  if (choice === undefined) return selectDue(pool, limit);
  const { candidates, holders } = choice;
  if (holders.length === 0) return selectDue(pool, candidates);
  // Half for what delivery had no room for, half for everything else.
  return selectDueOf(pool, holders, Math.ceil(candidates / holders.length / 2));
}

/** The first, and those behind it as long as all together have at most so many bytes. */
function withinBytes(due: readonly DueInvocation[], maxBytes: number): DueInvocation[] {
  let bytes = 0;
  return due.filter((row, index) => {
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

import { inTransaction, sendAll, type Pool, type PoolClient } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { transition } from '@casewire/invocation-state';
import { applyFact, applyToLedger } from './apply/apply.ts';
import type { InvocationContent } from './invocation-content.ts';
import { trackHeld } from './sql/held.ts';
import type { WebhookHold } from './sql/holds.ts';
import { ledgerClock } from './sql/instants.ts';
import { selectContents, updateInvocations } from './sql/invocations.ts';
import { selectDue, selectDueOf, selectExpiredLeases, type DueInvocation } from './sql/open-invocations.ts';

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
  /** How many due invocations it chooses from: those that have been due longest. */
  readonly candidates: number;
  /** It chooses from the oldest of these too, however many of others have been due longer. */
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
 * Leases due invocations and gives each its next release number. Skips rows that another process has locked. Due
 * invocations of a webhook that is on hold are not leased: the hold keeps them from now on.
 */
export async function leaseDue(pool: Pool, limits: LeaseLimits): Promise<LeasedRelease[]> {
  const { leased, onHold } = await inTransaction(pool, (client) => leaseUnheld(client, limits));
  // In a transaction of its own: states of webhooks are locked before invocations.
  await applyToLedger(
    pool,
    onHold.map(({ id, webhookId, hold }) => ({ id, webhookId, facts: [{ kind: 'due-on-hold', hold }] })),
  );
  return leased;
}

interface DueOnHold extends WebhookHold {
  readonly id: string;
}

async function leaseUnheld(
  client: PoolClient,
  { limit, maxBytes, leaseMs, choice }: LeaseLimits,
): Promise<{ readonly leased: LeasedRelease[]; readonly onHold: readonly DueOnHold[] }> {
  const now = await ledgerClock(client);
  const found = await findDue(client, limit, choice);
  const candidates = found.filter(isReleasable);
  const due = withinBytes(choice?.choose(candidates, limit) ?? candidates, maxBytes);
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
  return {
    leased: leased.flatMap(({ id, probe, state: { release, attempts, failedProbes, heldBy } }) => {
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
    }),
    onHold: found.flatMap((row) => {
      const { id, webhookId, hold } = row;
      return hold === null || isReleasable(row) ? [] : [{ id, webhookId, hold }];
    }),
  };
}

/** Whether nothing holds it, or it is a probe. */
function isReleasable({ hold, probe }: DueInvocation): boolean {
  return hold === null || probe !== null;
}

/** What is leased from, each once. */
async function findDue(
  client: PoolClient,
  limit: number,
  choice: ReleaseChoice | undefined,
): Promise<readonly DueInvocation[]> {
  if (choice === undefined) return selectDue(client, limit);
  const { candidates, holders } = choice;
  const due = await selectDue(client, candidates);
  if (holders.length > 0) {
    // Half for what delivery had no room for, half for everything else.
    const limitOfEach = Math.ceil(candidates / holders.length / 2);
    due.push(...(await selectDueOf(client, holders, limitOfEach)));
  }
  return [...new Map(due.map((each) => [each.id, each])).values()];
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

import type { Pool } from '@casewire/database';
import { transition } from '@casewire/invocation-state';
import { inTransaction } from '@casewire/database';
import type { InvocationContent } from '../content/invocation-content.ts';
import { ledgerClock } from '../statements/ledger-clock.ts';
import { selectContents } from '../statements/select-contents.ts';
import { selectDue, type DueInvocation } from '../statements/select-due.ts';
import { updateInvocations } from '../statements/update-invocations.ts';

export interface ClaimLimits {
  /** Releases at most. */
  readonly limit: number;
  /** Bytes of bodies at most; one release is claimed whatever its size. */
  readonly maxBytes: number;
  /** How long nobody else claims them, in milliseconds: longer than the produce deadline. */
  readonly leaseMs: number;
}

/** A release that this process has to produce before the lease ends. */
export interface ClaimedRelease {
  readonly release: number;
  /** Number of the attempt that the release would make. */
  readonly attempt: number;
  readonly content: InvocationContent;
}

/** Takes what is due, oldest first, and allots each its next release number. Rows that others are at are left out. */
export function claimDue(pool: Pool, { limit, maxBytes, leaseMs }: ClaimLimits): Promise<ClaimedRelease[]> {
  return inTransaction(pool, async (client) => {
    const now = await ledgerClock(client);
    const due = withinBytes(await selectDue(client, limit), maxBytes);
    const claimed = due.map(({ id, state }) => {
      const release = state.release + 1;
      return { id, ...transition(state, { kind: 'claimed', release, until: now + leaseMs }, now) };
    });
    await updateInvocations(client, claimed);
    const contents = await selectContents(
      client,
      claimed.map(({ id }) => id),
    );
    return claimed.flatMap(({ id, state: { release, attempts } }) => {
      const content = contents.get(id);
      return content === undefined ? [] : [{ release, attempt: attempts + 1, content }];
    });
  });
}

function withinBytes(due: readonly DueInvocation[], maxBytes: number): DueInvocation[] {
  let bytes = 0;
  return due.filter((row, index) => {
    bytes += row.bodyBytes;
    return index === 0 || bytes <= maxBytes;
  });
}

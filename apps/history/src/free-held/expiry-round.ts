import type { Pool } from '@casewire/database';
import { expireHeld } from '@casewire/invocation-ledger';

/** How often a round looks for what is held for too long. */
const IDLE_MS = 10_000;

/** The pause after a round that has ended something: what waits behind it in its slot may be as old. */
const BUSY_MS = 100;

export interface ExpiryOptions {
  readonly pool: Pool;
  /** Called when something has ended, and something else may have become due. */
  readonly onEnded: () => void;
}

/**
 * One round of the loop `expire-held`: ends what is held for longer than its webhook's retry policy allows.
 * @returns milliseconds until the next round
 */
export async function runExpiryRound({ pool, onEnded }: ExpiryOptions): Promise<number> {
  if ((await expireHeld(pool)) === 0) return IDLE_MS;
  onEnded();
  return BUSY_MS;
}

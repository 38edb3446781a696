import type { Pool } from '@casewire/database';
import { expireWebhooksOfEndedRuns } from '@casewire/subscription-store';

/** Webhooks that one round looks at: tens of millions take hours. */
const BATCH = 1_000;

const INTERVAL_MS = 1_000;

/** Pause after the last one: none is in a hurry that has 30 days. */
const IDLE_MS = 60_000;

/** Goes through the webhooks that end with their run, again and again, and lets those expire whose run has ended. */
export class ExpirySweep {
  readonly #pool: Pool;
  #after: string | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @returns milliseconds until the next round */
  async round(): Promise<number> {
    const { next } = await expireWebhooksOfEndedRuns(this.#pool, { after: this.#after, limit: BATCH });
    this.#after = next ?? undefined;
    return next === null ? IDLE_MS : INTERVAL_MS;
  }
}

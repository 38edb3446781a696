import type { Pool } from '@casewire/database';
import { expireWebhooksOfEndedRuns } from '@casewire/subscription-store';

/** Webhooks that one round looks at. A sweep over tens of millions takes hours. */
const BATCH = 1_000;

const INTERVAL_MS = 1_000;

/** Pause after a sweep. The webhooks expire 30 days after their run has ended, so no sweep is urgent. */
const IDLE_MS = 60_000;

/** Goes through the webhooks that end with their run, again and again, and sets the expiry of those whose run has ended. */
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

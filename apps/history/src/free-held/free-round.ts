import type { Pool } from '@casewire/database';
import {
  freeHeld,
  hasBacklog,
  takeNotices,
  withFreeLeadership,
  type FreedInvocations,
} from '@casewire/invocation-ledger';
import type { HistoryMetrics } from '../history-metrics.ts';

/** How often a round looks for webhooks that were resumed. */
const IDLE_MS = 1_000;

/** The pause while a backlog is being freed. */
const BUSY_MS = 20;

/** The pause while what was freed waits for its release. */
const FULL_MS = 200;

export interface FreeOptions {
  readonly pool: Pool;
  readonly counters: Pick<HistoryMetrics, 'freed'>;
  /** Requests at once to a webhook whose owner does not say how many it takes. */
  readonly concurrencyPerWebhook: number;
  /** Called when something became due now. */
  readonly onScheduled: () => void;
}

/** The rounds of the loop `free-held`: they free the backlog of webhooks that were resumed, each in its turn. */
export class FreeRounds {
  readonly #options: FreeOptions;
  #last: FreedInvocations['last'];

  constructor(options: FreeOptions) {
    this.#options = options;
  }

  /** @returns milliseconds until the next round */
  async run(): Promise<number> {
    const { pool, counters, concurrencyPerWebhook, onScheduled } = this.#options;
    await takeNotices(pool);
    if (!(await hasBacklog(pool))) return IDLE_MS;
    const result = await withFreeLeadership(pool, () => freeHeld(pool, concurrencyPerWebhook, this.#last));
    if (result === undefined) return IDLE_MS;
    this.#last = result.last;
    if (result.freed > 0) {
      counters.freed.inc(result.freed);
      onScheduled();
    }
    if (!result.isMore) return IDLE_MS;
    return result.freed > 0 ? BUSY_MS : FULL_MS;
  }
}

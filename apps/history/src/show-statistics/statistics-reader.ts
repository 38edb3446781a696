import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { countWaiting, readStatistics, type WaitingCount } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { periodOf } from './period.ts';
import type { StatisticsQuery } from './statistics-query.ts';
import { toStatisticsView, type StatisticsView } from './statistics-view.ts';

/** Reads the statistics of one tenant and environment. */
export class StatisticsReader {
  readonly #pool: Pool;
  readonly #logger: Logger;

  constructor(pool: Pool, logger: Logger) {
    this.#pool = pool;
    this.#logger = logger;
  }

  /**
   * Statistics are read although what waits cannot be counted.
   * @throws Problem invalid-parameter
   */
  async read(scope: TenantScope, { webhook, ...query }: StatisticsQuery): Promise<StatisticsView> {
    const period = periodOf(query, Date.now());
    const [statistics, waiting] = await Promise.all([
      readStatistics(this.#pool, scope, { ...period, webhookId: webhook }),
      this.#countWaiting(scope, webhook),
    ]);
    return toStatisticsView(period, statistics, waiting);
  }

  async #countWaiting(scope: TenantScope, webhook: string | undefined): Promise<WaitingCount | null> {
    try {
      return await countWaiting(this.#pool, scope, webhook);
    } catch (error) {
      this.#logger.warn({ error }, 'what waits was not counted');
      return null;
    }
  }
}

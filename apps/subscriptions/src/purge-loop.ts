import type { OnModuleDestroy } from '@nestjs/common';
import type { Pool } from '@casewire/database';
import type { Logger } from '@casewire/observability';
import { purgeExpired } from '@casewire/subscription-store';

const INTERVAL_MS = 60_000;

/** Destroys secrets and kept answers whose time is over, every minute. */
export class PurgeLoop implements OnModuleDestroy {
  readonly #pool: Pool;
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;

  constructor(pool: Pool, logger: Logger) {
    this.#pool = pool;
    this.#logger = logger;
    this.#timer = setInterval(() => void this.#purge(), INTERVAL_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async #purge(): Promise<void> {
    try {
      let purged;
      do {
        purged = await purgeExpired(this.#pool);
      } while (purged.secrets + purged.idempotencyKeys > 0);
    } catch (error) {
      this.#logger.warn({ error }, 'purge failed, trying again in a minute');
    }
  }
}

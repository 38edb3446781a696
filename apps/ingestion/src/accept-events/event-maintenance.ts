import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Pool } from '@casewire/database';
import { deleteRejectedEvents, maintainEventPartitions } from '@casewire/event-store';
import type { Logger } from '@casewire/observability';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Pause after a failure, for instance because PostgreSQL is away. */
const RETRY_MS = 5_000;

/** Rejects forgotten in one statement at most. */
const DELETE_LIMIT = 5_000;

export interface EventRetention {
  readonly eventDays: number;
  readonly rejectedDays: number;
}

/** Makes partitions ahead of time and forgets what is past its retention, every hour. */
export class EventMaintenance implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: Pool;
  readonly #retention: EventRetention;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(pool: Pool, retention: EventRetention, logger: Logger) {
    this.#pool = pool;
    this.#retention = retention;
    this.#logger = logger;
  }

  /** The first round comes before any event, so that there is a partition to put it in. */
  async onApplicationBootstrap(): Promise<void> {
    await this.#round();
  }

  onModuleDestroy(): void {
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    const succeeded = await this.#maintain().then(
      () => true,
      (error: unknown) => {
        this.#logger.warn({ error }, 'event maintenance failed, trying again');
        return false;
      },
    );
    this.#timer = setTimeout(() => void this.#round(), succeeded ? HOUR_MS : RETRY_MS);
  }

  async #maintain(): Promise<void> {
    const now = new Date();
    await maintainEventPartitions(this.#pool, now, this.#retention.eventDays);
    const before = new Date(now.getTime() - this.#retention.rejectedDays * DAY_MS);
    let deleted: number;
    do {
      deleted = await deleteRejectedEvents(this.#pool, before, DELETE_LIMIT);
    } while (deleted === DELETE_LIMIT);
  }
}

import type { Pool } from '@casewire/database';
import { beginRestore, deleteCuts, endRestore, findUnfinishedRestore } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { hasPassed, toNoted } from './has-passed.ts';
import type { Positions } from './positions.ts';

const topics = ['deliveries', 'ordered', 'attempts'] as const;

/** How long an answer is believed while nothing hints at a restore. */
const TRUST_MS = 5_000;

/**
 * Notices that the ledger was restored from a backup: it stands behind the mark that history has committed to Kafka,
 * which is never lowered. Until it has passed the mark it does not know what became of its rows: releasing anything
 * would send it again.
 */
export class RestoreWatch {
  readonly #pool: Pool;
  readonly #positions: Positions;
  readonly #logger: Logger;
  #trustedUntil = 0;

  constructor(pool: Pool, positions: Positions, logger: Logger) {
    this.#pool = pool;
    this.#positions = positions;
    this.#logger = logger;
  }

  /** True if the ledger may be acted upon. */
  async isCurrent(): Promise<boolean> {
    if (performance.now() < this.#trustedUntil) return true;
    await this.check();
    return performance.now() < this.#trustedUntil;
  }

  /** The database or its connections changed: look again before the ledger is acted upon. */
  distrust(): void {
    this.#trustedUntil = 0;
  }

  /** Compares ledger and mark, and notes a restore that begins or ends. */
  async check(): Promise<void> {
    this.distrust();
    if (await this.#isBehind()) {
      await beginRestore(this.#pool);
      await deleteCuts(this.#pool, 'unfinished');
      this.#logger.warn(
        {},
        'the ledger is behind its mark: it was restored; nothing is released until it has caught up',
      );
      return;
    }
    if ((await findUnfinishedRestore(this.#pool)) !== undefined) {
      await endRestore(this.#pool);
      this.#logger.info({}, 'the restored ledger has caught up');
    }
    this.#trustedUntil = performance.now() + TRUST_MS;
  }

  async #isBehind(): Promise<boolean> {
    for (const topic of topics) {
      // In this order: a mark read after the ledger could be that of a batch applied in between.
      const marks = await this.#positions.committed('history', topic);
      const applied = await this.#positions.applied(topic);
      const reached = [...marks].every(([partition, mark]) => (applied.get(partition) ?? 0n) >= mark);
      if (!reached && !hasPassed(toNoted(marks), applied, await this.#positions.log(topic))) return true;
    }
    return false;
  }
}

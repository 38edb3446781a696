import type { Pool } from '@casewire/database';
import {
  beginRestore,
  deleteCuts,
  endRestore,
  findUnfinishedRestore,
  type NotedOffsets,
  type RestoreMarks,
} from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { hasPassed, toNoted, type Positions } from './positions.ts';

const topics = ['deliveries', 'ordered', 'attempts'] as const;

/** How long the ledger counts as current after a check, while nothing hints at a restore. */
const TRUST_MS = 5_000;

/**
 * Notices that the ledger was restored from a backup: it then stands behind the mark, the offsets that history has
 * committed to Kafka. Until it has passed the mark, outcomes of its rows are missing, and a release could send a delivery
 * twice. The mark is saved with the restore, because history reads on from the restored positions and commits
 * lower offsets.
 */
export class RestoreWatch {
  readonly #pool: Pool;
  readonly #positions: Positions;
  readonly #logger: Logger;
  #trustedUntil = 0;
  #wasCurrent = false;

  constructor(pool: Pool, positions: Positions, logger: Logger) {
    this.#pool = pool;
    this.#positions = positions;
    this.#logger = logger;
  }

  /** True if the ledger has passed its mark: it may release, and cuts may begin. */
  async isCurrent(): Promise<boolean> {
    if (performance.now() < this.#trustedUntil) return true;
    await this.check();
    return performance.now() < this.#trustedUntil;
  }

  /** The result of the last check, however old. For callers that must not wait for brokers. */
  get wasCurrent(): boolean {
    return this.#wasCurrent;
  }

  /** Forgets the last check. For every sign that the database may be another one now. */
  distrust(): void {
    this.#trustedUntil = 0;
    this.#wasCurrent = false;
  }

  /** Compares the ledger with its mark, and notes a restore that begins or ends. */
  async check(): Promise<void> {
    this.#trustedUntil = 0;
    const unfinished = await findUnfinishedRestore(this.#pool);
    const marks = unfinished ?? (await this.#committed());
    if (await this.#isBehind(marks)) {
      this.#wasCurrent = false;
      if (unfinished === undefined) await this.#begin(marks);
      return;
    }
    if (unfinished !== undefined) {
      await endRestore(this.#pool);
      this.#logger.info({}, 'the restored ledger has caught up');
    }
    this.#trustedUntil = performance.now() + TRUST_MS;
    this.#wasCurrent = true;
  }

  async #begin(marks: RestoreMarks): Promise<void> {
    await beginRestore(this.#pool, marks);
    // The offsets of a cut from before the backup say nothing about the rows that are here now.
    await deleteCuts(this.#pool, 'unfinished');
    this.#logger.warn({}, 'the ledger is behind its mark: nothing is released until it has caught up');
  }

  async #committed(): Promise<RestoreMarks> {
    const entries: [string, NotedOffsets][] = [];
    for (const topic of topics) {
      entries.push([topic, toNoted(await this.#positions.committed('history', topic))]);
    }
    return Object.fromEntries(entries);
  }

  /** Reads the ledger after the marks: a mark that is read later may belong to a batch that was applied in between. */
  async #isBehind(marks: RestoreMarks): Promise<boolean> {
    for (const topic of topics) {
      const noted = marks[topic] ?? {};
      const applied = await this.#positions.applied(topic);
      const reached = Object.entries(noted).every(
        ([partition, mark]) => (applied.get(Number(partition)) ?? 0n) >= BigInt(mark),
      );
      if (!reached && !hasPassed(noted, applied, await this.#positions.log(topic))) return true;
    }
    return false;
  }
}

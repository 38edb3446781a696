import type { Pool } from '@casewire/database';
import {
  beginRestore,
  deleteCuts,
  endRestore,
  findUnfinishedRestore,
  type NotedOffsets,
  type RestoreMarks,
} from '@casewire/invocation-ledger';
import type { PartitionOffsets } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import { hasPassed, toNoted, type Positions } from './positions.ts';

const topics = ['deliveries', 'ordered', 'attempts'] as const;

/** How long the ledger counts as current after a check, while nothing hints at a restore. */
const TRUST_MS = 5_000;

/** How often a loop looks whether a restored ledger has caught up. */
const POLL_MS = 1_000;

/**
 * Notices that the ledger was restored from a backup: it then stands behind its mark, the offsets that history has
 * committed to Kafka. The ends of the topics at that time are saved with the restore: all that the lost ledger did stands
 * below them. Until the restored one has passed them, outcomes of its rows are missing, and a release could send a
 * delivery twice.
 */
export class RestoreWatch {
  readonly #pool: Pool;
  readonly #positions: Positions;
  readonly #logger: Logger;
  #trustedUntil = 0;
  #wasCurrent = false;
  /** Signs that the database may be another one, and those after which positions were compared. */
  #doubts = 0;
  #settledDoubts = 0;
  #compare: () => Promise<void> = () => Promise.resolve();

  constructor(pool: Pool, positions: Positions, logger: Logger) {
    this.#pool = pool;
    this.#positions = positions;
    this.#logger = logger;
  }

  /**
   * Sets who reads for the ledger. A process that lives on while its database is replaced holds positions of the lost
   * ledger, and where no record follows nothing else would tell it.
   * @param compare commits the positions that it holds, and reads on from those of the ledger where they lie before
   */
  comparedBy(compare: () => Promise<void>): void {
    this.#compare = compare;
  }

  /** True if the ledger has passed its mark: it may release, and cuts may begin. */
  async isCurrent(): Promise<boolean> {
    if (this.#isTrusted) return true;
    await this.#settleDoubts();
    await this.check();
    return this.#isTrusted;
  }

  /** The round of a loop that changes invocations: it waits while a restored ledger has not caught up. */
  whenCurrent(round: () => Promise<number>): () => Promise<number> {
    return async () => ((await this.isCurrent()) ? round() : POLL_MS);
  }

  /** The result of the last check, however old. For callers that must not wait for brokers. */
  get wasCurrent(): boolean {
    return this.#wasCurrent;
  }

  /** Forgets the last check. For every sign that the database may be another one now. */
  distrust(): void {
    this.#trustedUntil = 0;
    this.#wasCurrent = false;
    this.#doubts += 1;
  }

  /** Compares the ledger with its mark, and notes a restore that begins or ends. */
  async check(): Promise<void> {
    this.#trustedUntil = 0;
    const unfinished = await findUnfinishedRestore(this.#pool);
    if (await this.#isBehind(unfinished ?? (await this.#committed()))) {
      this.#wasCurrent = false;
      if (unfinished === undefined) await this.#begin();
      return;
    }
    if (unfinished !== undefined) {
      await endRestore(this.#pool);
      this.#logger.info({}, 'the restored ledger has caught up');
      // It may have been restored a second time meanwhile.
      return this.check();
    }
    this.#trustedUntil = performance.now() + TRUST_MS;
    this.#wasCurrent = true;
  }

  get #isTrusted(): boolean {
    return this.#settledDoubts === this.#doubts && performance.now() < this.#trustedUntil;
  }

  async #settleDoubts(): Promise<void> {
    const doubts = this.#doubts;
    if (this.#settledDoubts === doubts) return;
    await this.#compare();
    this.#settledDoubts = doubts;
  }

  async #begin(): Promise<void> {
    const ends = await this.#noted((topic) => this.#positions.end(topic));
    // The offsets of a cut from before the backup say nothing about the rows that are here now.
    await deleteCuts(this.#pool, 'unfinished');
    if (!(await beginRestore(this.#pool, ends))) return;
    this.#logger.warn({}, 'the ledger is behind its mark: nothing is released until it has caught up');
  }

  #committed(): Promise<RestoreMarks> {
    return this.#noted((topic) => this.#positions.committed('history', topic));
  }

  async #noted(read: (topic: (typeof topics)[number]) => Promise<PartitionOffsets>): Promise<RestoreMarks> {
    const entries: [string, NotedOffsets][] = [];
    for (const topic of topics) entries.push([topic, toNoted(await read(topic))]);
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

import type { Pool } from '@casewire/database';
import { topicName } from '@casewire/events';
import { deleteFromOutbox, leaseFromOutbox, type LeasedRecord } from '@casewire/invocation-ledger';
import type { OutgoingRecord } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { HistoryMetrics } from '../history-metrics.ts';
import { within } from '../within.ts';

/** The most records of one round. */
const ROUND = 500;

/** The most records that wait for brokers while others are leased. */
const MAX_SENDING = 2_000;

/** Pause after a round that found less than it could send. Records that other processes did not send are found after it. */
const IDLE_MS = 1_000;

/** Pause while Kafka is away, or while so many records wait for brokers that none may be leased. */
const AWAY_MS = 250;

/** How long a round waits for brokers. After that it goes on without those that no broker has answered for. */
const PATIENCE_MS = 1_000;

export interface OutboxOptions {
  readonly pool: Pool;
  readonly producer: { readonly ready: boolean; send(record: OutgoingRecord): Promise<void> };
  /** Prefix of topic names. */
  readonly prefix: string;
  /** Longer than the produce deadline. */
  readonly leaseMs: number;
  readonly logger: Logger;
  readonly counters: Pick<HistoryMetrics, 'outboxSent' | 'outboxUnacknowledged'>;
}

/**
 * Sends the records that transactions have promised, until the brokers have them: each at least once. A record that the
 * producer gives up is sent again when its lease ends. One that no broker answers for holds up no other, and is not sent
 * a second time by this process.
 */
export class OutboxSender {
  readonly #options: OutboxOptions;
  readonly #sending = new Set<bigint>();
  #acknowledged: bigint[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** @returns milliseconds until the next round */
  async round(): Promise<number> {
    const { pool, producer, leaseMs } = this.#options;
    await this.#deleteAcknowledged();
    if (!producer.ready || this.#sending.size >= MAX_SENDING) return AWAY_MS;
    const leased = await leaseFromOutbox(pool, ROUND, leaseMs);
    if (leased.length === 0) return IDLE_MS;
    await within(PATIENCE_MS, this.#sendAll(leased.filter(({ id }) => !this.#sending.has(id))));
    await this.#deleteAcknowledged();
    return leased.length < ROUND ? IDLE_MS : 0;
  }

  async #sendAll(records: readonly LeasedRecord[]): Promise<void> {
    const faults = await Promise.all(records.map((record) => this.#send(record)));
    const errors = faults.filter((fault) => fault !== undefined);
    if (errors.length === 0) return;
    const { logger, counters } = this.#options;
    counters.outboxUnacknowledged.inc(errors.length);
    logger.warn(
      { error: errors[0], failed: errors.length },
      'announcements were not acknowledged; they are sent again when their lease ends',
    );
  }

  /** Never rejects. Returns why the producer gave the record up; undefined if the brokers have it. */
  async #send({ id, topic, key, headers, value }: LeasedRecord): Promise<Error | undefined> {
    const { producer, prefix } = this.#options;
    this.#sending.add(id);
    try {
      await producer.send({ topic: topicName(prefix, topic), key, headers, value: Buffer.from(value) });
      this.#acknowledged.push(id);
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      this.#sending.delete(id);
    }
  }

  /** If this fails, the records are sent again when their lease ends. */
  async #deleteAcknowledged(): Promise<void> {
    const { pool, counters } = this.#options;
    const acknowledged = this.#acknowledged.splice(0);
    await deleteFromOutbox(pool, acknowledged);
    counters.outboxSent.inc(acknowledged.length);
  }
}
